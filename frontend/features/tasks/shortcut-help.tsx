"use client";

import { Modal } from "@/ui/modal";

import styles from "./shortcut-help.module.css";

const KEYS = [
  ["New task", ["n"]],
  ["Search", ["/"]],
  ["Next, previous task", ["j", "k"]],
  ["Complete or reopen", ["x"]],
  ["Edit", ["e"]],
  ["Move up, down", ["Alt ↑", "Alt ↓"]],
  ["Select", ["s"]],
  ["To the trash", ["#"]],
  ["Undo the last thing", ["z"]],
  ["This help", ["?"]],
] as const;

export function ShortcutHelp({ onClose }: { onClose: () => void }) {
  return (
    <Modal title="Keyboard shortcuts" onClose={onClose}>
      <dl className={styles.shortcuts}>
        {KEYS.map(([what, keys]) => (
          <div key={what} className={styles.line}>
            <dt>{what}</dt>
            <dd>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <p className="quiet small">Single keys can be turned off on the account page.</p>
    </Modal>
  );
}
