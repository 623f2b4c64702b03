"use client";

import { ApiError, type ImportResult, type ProblemItem } from "@tasks/api-client";
import { useRef, useState } from "react";

import { useSigned } from "@/features/session/api-provider";
import { useTagStore } from "@/features/tags/tags-provider";
import { locale } from "@/shared/dates";
import { explain } from "@/shared/explain";

import styles from "./import-card.module.css";
import buttonStyles from "@/ui/button.module.css";
import cardStyles from "@/ui/card.module.css";
import noticeStyles from "@/ui/notice.module.css";

interface Look {
  readonly file: File;
  readonly result: ImportResult;
}

/** In two steps: first a look at what would happen, then the doing. Nothing is half imported. */
export function ImportCard() {
  const { api, toasts } = useSigned();
  const tags = useTagStore();
  const [look, setLook] = useState<Look | null>(null);
  const [faults, setFaults] = useState<readonly ProblemItem[]>([]);
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const input = useRef<HTMLInputElement>(null);

  async function send(file: File, dryRun: boolean): Promise<ImportResult | null> {
    setBusy(true);
    setFaults([]);
    setFailure(null);
    const key = crypto.randomUUID();
    try {
      return await api.outbox.run("import", () => api.tasks.import(file, typeOf(file), dryRun, key));
    } catch (error) {
      setFaults(error instanceof ApiError ? (error.problem.errors ?? []) : []);
      setFailure(explain(error));
      return null;
    } finally {
      setBusy(false);
    }
  }

  async function examine(file: File | undefined): Promise<void> {
    setLook(null);
    if (!file) return;
    const result = await send(file, true);
    if (result) setLook({ file, result });
  }

  async function doImport({ file }: Look): Promise<void> {
    const result = await send(file, false);
    if (!result) return;
    toasts.show(`Imported ${tasksText(result.created)}`);
    setLook(null);
    if (input.current) input.current.value = "";
    void tags.refresh();
  }

  return (
    <section className={cardStyles.card} aria-labelledby="import">
      <h2 id="import">Import</h2>
      <p className="quiet">A JSON or CSV file, as it is exported here, with up to 1,000 tasks. You see first what would happen.</p>
      <label className={cardStyles.row}>
        <span className="visually-hidden">File to import</span>
        <input
          ref={input}
          className={styles.file}
          type="file"
          accept=".json,.csv,application/json,text/csv"
          onChange={(event) => void examine(event.target.files?.[0])}
        />
      </label>
      <div className={styles.report} role="status">
        {busy && <p className="quiet">Reading…</p>}
        {failure && <p className={`${noticeStyles.notice} ${noticeStyles.danger}`}>Nothing was imported. {failure}</p>}
        {faults.length > 1 && (
          <ul className={styles.errors}>
            {faults.slice(0, 10).map((fault, index) => (
              <li key={index}>
                {fault.pointer ?? fault.parameter}: {fault.detail}
              </li>
            ))}
          </ul>
        )}
        {look && !busy && (
          <>
            <p className={noticeStyles.notice}>
              {look.file.name} holds {tasksText(look.result.created)}, all of them in order.
            </p>
            <div>
              <button type="button" className={`${buttonStyles.button} ${buttonStyles.primary}`} onClick={() => void doImport(look)}>
                Import {tasksText(look.result.created)}
              </button>
            </div>
          </>
        )}
      </div>
    </section>
  );
}

function typeOf(file: File): string {
  return file.name.toLowerCase().endsWith(".csv") ? "text/csv" : "application/json";
}

function tasksText(count: number): string {
  return count === 1 ? "1 task" : `${count.toLocaleString(locale())} tasks`;
}
