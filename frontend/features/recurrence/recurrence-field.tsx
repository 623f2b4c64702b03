"use client";

import type { Task } from "@tasks/api-client";
import { useId } from "react";

import { describeRule, readRule, ruleOf, WEEKDAYS, weekdayName, type Repetition } from "./recurrence";

import styles from "./recurrence-field.module.css";
import fieldStyles from "@/ui/field.module.css";

type RecurrenceChange = Partial<Pick<Task, "recurrence" | "recurrence_from">>;

interface RecurrenceFieldProps {
  readonly rule: string | null;
  readonly from: "due" | "completion";
  readonly error?: string | undefined;
  readonly onChange: (change: RecurrenceChange) => void;
}

const FREQUENCIES = { DAILY: "Every day", WEEKLY: "Every week", MONTHLY: "Every month", YEARLY: "Every year" } as const;
const UNITS = { DAILY: "days", WEEKLY: "weeks", MONTHLY: "months", YEARLY: "years" } as const;

export function RecurrenceField({ rule, from, error, onChange }: RecurrenceFieldProps) {
  const id = useId();
  const repetition = rule === null ? null : readRule(rule);
  const set = (change: Partial<Repetition>) => {
    if (repetition) onChange({ recurrence: ruleOf({ ...repetition, ...change }) });
  };
  return (
    <div className={styles.recurrence}>
      <div className={fieldStyles.field}>
        <label className={fieldStyles.label} htmlFor={id}>
          Repeats
        </label>
        <select
          id={id}
          className={fieldStyles.select}
          value={rule === null ? "" : (repetition?.frequency ?? "own")}
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? `${id}-error` : undefined}
          onChange={(event) => onChange({ recurrence: ruleFor(event.target.value) })}
        >
          <option value="">Never</option>
          {(Object.keys(FREQUENCIES) as Repetition["frequency"][]).map((frequency) => (
            <option key={frequency} value={frequency}>
              {FREQUENCIES[frequency]}
            </option>
          ))}
          {rule !== null && !repetition && <option value="own">{describeRule(rule)}</option>}
        </select>
        {error && (
          <p className={fieldStyles.error} id={`${id}-error`}>
            {error}
          </p>
        )}
      </div>
      {repetition && <Details repetition={repetition} from={from} onChange={set} onFrom={onChange} />}
    </div>
  );
}

interface DetailsProps {
  readonly repetition: Repetition;
  readonly from: "due" | "completion";
  readonly onChange: (change: Partial<Repetition>) => void;
  readonly onFrom: (change: RecurrenceChange) => void;
}

function Details({ repetition, from, onChange, onFrom }: DetailsProps) {
  const id = useId();
  const { frequency, interval, weekdays } = repetition;
  return (
    <>
      <div className={fieldStyles.field}>
        <label className={fieldStyles.label} htmlFor={`${id}-interval`}>
          Every how many {UNITS[frequency]}
        </label>
        <input
          id={`${id}-interval`}
          className={fieldStyles.input}
          type="number"
          min={1}
          max={99}
          value={interval}
          onChange={(event) => onChange({ interval: Math.max(1, Math.min(99, Number(event.target.value) || 1)) })}
        />
      </div>
      <div className={fieldStyles.field}>
        <label className={fieldStyles.label} htmlFor={`${id}-from`}>
          Counts from
        </label>
        <select
          id={`${id}-from`}
          className={fieldStyles.select}
          value={from}
          onChange={(event) => onFrom({ recurrence_from: event.target.value as "due" | "completion" })}
        >
          <option value="due">The due date</option>
          <option value="completion">The day it is done</option>
        </select>
      </div>
      {frequency === "WEEKLY" && (
        <fieldset className={styles.days}>
          <legend className="visually-hidden">On which days</legend>
          {WEEKDAYS.map((day) => (
            <label key={day} className={styles.day}>
              <input
                type="checkbox"
                className="visually-hidden"
                checked={weekdays.includes(day)}
                onChange={() =>
                  onChange({ weekdays: weekdays.includes(day) ? weekdays.filter((other) => other !== day) : [...weekdays, day] })
                }
              />
              {weekdayName(day)}
            </label>
          ))}
        </fieldset>
      )}
      {saysMore(repetition) && <p className={`${fieldStyles.hint} ${styles.words}`}>{describeRule(ruleOf(repetition))}.</p>}
    </>
  );
}

/** Whether the rule has parts that the fields do not show. */
function saysMore({ frequency, weekdays, kept }: Repetition): boolean {
  return Object.keys(kept).length > 0 || (frequency !== "WEEKLY" && weekdays.length > 0);
}

function ruleFor(value: string): string | null {
  return value === "" ? null : ruleOf({ frequency: value as Repetition["frequency"], interval: 1, weekdays: [], kept: {} });
}
