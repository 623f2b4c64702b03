"use client";

import { Icon } from "@/ui/icon";

import { useOnline, useWaiting } from "./api-provider";

import styles from "./offline-notice.module.css";

export function OfflineNotice() {
  const online = useOnline();
  const waiting = useWaiting();
  const networkThere = typeof navigator === "undefined" || navigator.onLine;
  return (
    <div role="status">
      {!online && (
        <p className={styles.offline}>
          <Icon name="offline" />
          <span>
            {networkThere ? "The service cannot be reached just now." : "You are offline."} {waiting === 0 ? "You can go on" : `${changes(waiting)}; keep this tab open`}: what you do here is
            sent as soon as the connection is back.
          </span>
        </p>
      )}
    </div>
  );
}

function changes(waiting: number): string {
  return waiting === 1 ? "One change is waiting" : `${waiting} changes are waiting`;
}
