"use client";

import type { Task, TaskPatch } from "@tasks/api-client";
import { useState } from "react";

import { describeRule } from "@/features/recurrence/recurrence";
import { PRIORITIES } from "@/shared/priorities";

import { FIELDS, yielding, type FieldName } from "./merging";
import type { Conflict } from "./use-task-edit";

import styles from "./conflict-choice.module.css";
import buttonStyles from "@/ui/button.module.css";
import fieldStyles from "@/ui/field.module.css";
import modalStyles from "@/ui/modal.module.css";

interface ConflictChoiceProps {
  readonly conflict: Conflict;
  readonly busy: boolean;
  readonly onChoose: (patch: TaskPatch) => Promise<void>;
}

/** Both words on each field, side by side. Nothing is lost until somebody has chosen. */
export function ConflictChoice({ conflict, busy, onChoose }: ConflictChoiceProps) {
  const [theirs, setTheirs] = useState<readonly FieldName[]>([]);
  const { fields, patch } = conflict;
  return (
    <>
      <p>
        While you were editing, this task was changed in another place. Your other changes fit; choose what shall hold for{" "}
        {fields.length === 1 ? "this field" : "these fields"}.
      </p>
      {fields.map((field) => (
        <fieldset className={styles.conflict} key={field}>
          <legend className={fieldStyles.label}>{FIELDS[field]}</legend>
          <Option
            name={field}
            label="Yours"
            value={valueText(field, patch)}
            chosen={!theirs.includes(field)}
            onChoose={() => setTheirs(theirs.filter((other) => other !== field))}
          />
          <Option
            name={field}
            label="The other"
            value={valueText(field, conflict.theirs)}
            chosen={theirs.includes(field)}
            onChoose={() => setTheirs([...theirs, field])}
          />
        </fieldset>
      ))}
      <footer className={modalStyles.foot}>
        <span className={modalStyles.aside} />
        <button
          type="button"
          className={`${buttonStyles.button} ${buttonStyles.primary}`}
          aria-disabled={busy}
          onClick={() => void onChoose(yielding(patch, theirs))}
        >
          {busy ? "Saving…" : "Save this"}
        </button>
      </footer>
    </>
  );
}

interface OptionProps {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly chosen: boolean;
  readonly onChoose: () => void;
}

function Option({ name, label, value, chosen, onChoose }: OptionProps) {
  return (
    <label className={styles.option}>
      <input type="radio" className={styles.radio} name={name} checked={chosen} onChange={onChoose} />
      <span className={styles.label}>{label}</span>
      <span className={styles.value} dir="auto">{value}</span>
    </label>
  );
}

function valueText(field: FieldName, source: Task | TaskPatch): string {
  const value = source[field];
  if (value === null || value === undefined || value === "") return "Nothing";
  if (field === "priority") return PRIORITIES[value as Task["priority"]];
  if (field === "recurrence") return describeRule(String(value));
  if (Array.isArray(value)) return value.length === 0 ? "None" : value.map((tag) => `#${tag}`).join(" ");
  return String(value);
}
