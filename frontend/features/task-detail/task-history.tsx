"use client";

import type { HistoryEvent } from "@tasks/api-client";
import { useState } from "react";

import { useSigned } from "@/features/session/api-provider";
import { momentLabel } from "@/shared/dates";
import { explain } from "@/shared/explain";

import { eventText } from "./telling";

import styles from "./task-history.module.css";

/** What happened to a task. Asked for only when somebody opens it. */
export function TaskHistory({ id }: { id: number }) {
  const { api } = useSigned();
  const [events, setEvents] = useState<readonly HistoryEvent[] | null>(null);
  const [failure, setFailure] = useState<string | null>(null);

  function load(): void {
    setFailure(null);
    api.tasks.history(id).then(setEvents, (error: unknown) => setFailure(explain(error)));
  }

  return (
    <details
      className={styles.history}
      onToggle={(event) => {
        if (event.currentTarget.open) load();
      }}
    >
      <summary>What happened</summary>
      <div role="status">
        {failure && <p className="quiet small">{failure}</p>}
        {!events && !failure && <p className="quiet small">Loading…</p>}
      </div>
      {events && (
        <ol className={styles.list}>
          {events.map((event) => (
            <li key={event.id}>
              {eventText(event)}{" "}
              <time className={styles.when} dateTime={event.at}>
                {momentLabel(event.at)}
              </time>
            </li>
          ))}
        </ol>
      )}
    </details>
  );
}
