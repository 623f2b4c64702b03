"use client";

import { useSyncExternalStore } from "react";

import { Icon } from "./icon";
import type { Toasts } from "./toasts";

import styles from "./toast-region.module.css";

const NONE: readonly never[] = [];

export function ToastRegion({ toasts }: { toasts: Toasts }) {
  const shown = useSyncExternalStore(toasts.subscribe, toasts.getShown, () => NONE);
  return (
    <div
      className={styles.toasts}
      role="status"
      aria-live="polite"
      aria-label="Messages"
      onPointerEnter={() => toasts.hold(true)}
      onPointerLeave={() => toasts.hold(false)}
      onFocus={() => toasts.hold(true)}
      onBlur={() => toasts.hold(false)}
    >
      {shown.map((toast) => (
        <div className={styles.toast} key={toast.id}>
          <span className={styles.text}>{toast.text}</span>
          {toast.action && (
            <button type="button" className={styles.action} onClick={() => toasts.act(toast.id)}>
              {toast.action.label}
            </button>
          )}
          <button type="button" className={styles.action} aria-label="Close this message" onClick={() => toasts.close(toast.id)}>
            <Icon name="close" />
          </button>
        </div>
      ))}
    </div>
  );
}
