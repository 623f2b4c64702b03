"use client";

import { useSyncExternalStore } from "react";

import { Icon } from "./icon";
import type { Toasts } from "./toasts";

const NONE: readonly never[] = [];

export function ToastRegion({ toasts }: { toasts: Toasts }) {
  const shown = useSyncExternalStore(toasts.subscribe, toasts.getShown, () => NONE);
  return (
    <div
      className="toasts"
      role="status"
      aria-live="polite"
      aria-label="Messages"
      onPointerEnter={() => toasts.hold(true)}
      onPointerLeave={() => toasts.hold(false)}
      onFocus={() => toasts.hold(true)}
      onBlur={() => toasts.hold(false)}
    >
      {shown.map((toast) => (
        <div className="toast" key={toast.id}>
          <span className="toast__text">{toast.text}</span>
          {toast.action && (
            <button className="toast__action" onClick={() => toasts.act(toast.id)}>
              {toast.action.label}
            </button>
          )}
          <button className="toast__action" aria-label="Close this message" onClick={() => toasts.close(toast.id)}>
            <Icon name="close" />
          </button>
        </div>
      ))}
    </div>
  );
}
