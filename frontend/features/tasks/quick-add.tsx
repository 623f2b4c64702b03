"use client";

import { ApiError, type TaskDraft } from "@tasks/api-client";
import { useId, useState, type Ref, type SubmitEvent } from "react";

import { DraftChips } from "@/features/task-list/task-meta";
import { explain } from "@/shared/explain";
import { Icon } from "@/ui/icon";

import { readQuickEntry } from "./quick-entry";

import styles from "./quick-add.module.css";
import buttonStyles from "@/ui/button.module.css";
import fieldStyles from "@/ui/field.module.css";

interface QuickAddProps {
  readonly ref: Ref<HTMLInputElement>;
  /** What a task takes over from where it is added. */
  readonly complete: (draft: TaskDraft) => TaskDraft;
  readonly onCreate: (draft: TaskDraft) => Promise<unknown>;
}

/** One line, one task. The line is emptied at once, and comes back with the reason when the service refuses. */
export function QuickAdd({ ref, complete, onCreate }: QuickAddProps) {
  const id = useId();
  const [line, setLine] = useState("");
  const [error, setError] = useState<string | null>(null);
  const draft = complete(readQuickEntry(line, new Date()));

  async function submit(event: SubmitEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    if (line.trim() === "") return;
    setLine("");
    setError(null);
    try {
      await onCreate(draft);
    } catch (reason) {
      // Unless the next one is already being written.
      setLine((current) => (current === "" ? line : current));
      setError(refusal(reason));
    }
  }

  return (
    <form className={styles.quickAdd} onSubmit={(event) => void submit(event)}>
      <div className={styles.line}>
        <Icon name="plus" />
        <input
          ref={ref}
          className={styles.input}
          aria-label="Add a task"
          placeholder="Add a task"
          dir="auto"
          autoComplete="off"
          enterKeyHint="done"
          value={line}
          aria-invalid={error ? true : undefined}
          aria-describedby={`${id}-hint`}
          onChange={(event) => {
            setLine(event.target.value);
            setError(null);
          }}
          onKeyDown={(event) => {
            if (event.key === "Escape") event.currentTarget.blur();
          }}
        />
        {line.trim() !== "" && (
          <button type="submit" className={`${buttonStyles.button} ${buttonStyles.primary} ${buttonStyles.small}`}>
            Add
          </button>
        )}
      </div>
      <div className={styles.below} id={`${id}-hint`} data-shown={line !== "" || error !== null}>
        {error ? (
          <p className={fieldStyles.error} role="alert">
            {error}
          </p>
        ) : (
          <>
            <DraftChips draft={draft} />
            <span className="quiet small">
              <kbd>@friday</kbd> <kbd>@18:30</kbd> <kbd>!high</kbd> <kbd>#tag</kbd>
            </span>
          </>
        )}
      </div>
    </form>
  );
}

function refusal(error: unknown): string {
  if (!(error instanceof ApiError) || error.status >= 500) return explain(error);
  const [[field, text] = ["", error.message]] = Object.entries(error.fieldErrors());
  return field === "" || field === "title" ? text : `${field.replaceAll("_", " ")}: ${text}`;
}
