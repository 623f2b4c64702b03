"use client";

import { useEffect, useId, useRef } from "react";

import { Icon } from "./icon";

import buttonStyles from "./button.module.css";
import styles from "./modal.module.css";

interface ModalProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: React.ReactNode;
}

/** The browser's own dialog: it holds the focus, closes on Escape, and gives the focus back to where it was. */
export function Modal({ title, onClose, children }: ModalProps) {
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    const before = document.activeElement;
    if (element && !element.open) element.showModal();
    // The browser would choose the first control, which closes; what one came for is further down.
    element?.querySelector<HTMLElement>("[data-first]")?.focus();
    return () => {
      element?.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      className={styles.modal}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      // A browser lets nobody be held in a dialog: the second Escape closes it without asking.
      onClose={onClose}
      onMouseDown={(event) => {
        // On the dialog itself, not in it: that is the scrim.
        if (event.target === event.currentTarget) onClose();
      }}
    >
      <div className={styles.frame}>
        <header className={styles.head}>
          <h2 id={id}>{title}</h2>
          <button type="button" className={buttonStyles.iconButton} aria-label="Close" onClick={onClose}>
            <Icon name="close" />
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}
