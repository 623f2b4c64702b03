"use client";

import { useEffect, useId, useState, type Ref } from "react";

import { useTags } from "@/features/tags/tags-provider";
import { PRIORITIES } from "@/shared/priorities";
import { Icon } from "@/ui/icon";

import { DUE, narrowings, SORTS, type TaskView } from "./task-view";

import styles from "./filter-bar.module.css";
import buttonStyles from "@/ui/button.module.css";
import fieldStyles from "@/ui/field.module.css";
import segmentsStyles from "@/ui/segments.module.css";

interface FilterBarProps {
  readonly view: TaskView;
  readonly onChange: (change: Partial<TaskView>) => void;
  readonly searchRef: Ref<HTMLInputElement>;
}

const SHOWN = [
  ["open", "Open"],
  ["done", "Done"],
  ["all", "All"],
] as const;

export function FilterBar({ view, onChange, searchRef }: FilterBarProps) {
  const id = useId();
  const chosen = narrowings(view);
  const [open, setOpen] = useState(chosen > 0 || view.sort !== "order");
  return (
    <div className={styles.filters} role="search" aria-label="Tasks">
      <div className={styles.line}>
        <div className={segmentsStyles.segments} role="group" aria-label="Show">
          {SHOWN.map(([show, label]) => (
            <button
              type="button"
              key={show}
              className={segmentsStyles.item}
              aria-pressed={view.show === show}
              onClick={() => onChange({ show })}
            >
              {label}
            </button>
          ))}
        </div>
        <SearchField value={view.q} onChange={(q) => onChange({ q })} ref={searchRef} />
        <button
          type="button"
          className={`${buttonStyles.iconButton} ${styles.more}`}
          aria-expanded={open}
          aria-controls={id}
          aria-label={chosen === 0 ? "Filter and sort" : `Filter and sort, ${chosen} chosen`}
          title="Filter and sort"
          onClick={() => setOpen(!open)}
        >
          <Icon name="filter" />
          {chosen > 0 && <span className={styles.dot} aria-hidden="true" />}
        </button>
      </div>
      <div className={styles.choices} id={id} hidden={!open}>
        <Choice label="Due" value={view.due} any="Any day" options={DUE} onChange={(due) => onChange({ due })} />
        <Choice
          label="Priority"
          value={view.priority}
          any="Any"
          options={PRIORITIES}
          onChange={(priority) => onChange({ priority })}
        />
        <TagChoice value={view.tag} onChange={(tag) => onChange({ tag })} />
        <Choice label="Sort by" value={view.sort} options={SORTS} onChange={(sort) => onChange({ sort: sort || "order" })} />
      </div>
    </div>
  );
}

interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly value: T | "";
  readonly any?: string;
  readonly options: Readonly<Record<T, string>>;
  readonly onChange: (value: T | "") => void;
}

function Choice<T extends string>({ label, value, any, options, onChange }: ChoiceProps<T>) {
  const id = useId();
  return (
    <div className={fieldStyles.field}>
      <label className={fieldStyles.label} htmlFor={id}>
        {label}
      </label>
      <select className={fieldStyles.select} id={id} value={value} onChange={(event) => onChange(event.target.value as T | "")}>
        {any && <option value="">{any}</option>}
        {(Object.entries(options) as [T, string][]).map(([name, text]) => (
          <option key={name} value={name}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}

function TagChoice({ value, onChange }: { value: string; onChange: (tag: string) => void }) {
  const tags = useTags();
  // The chosen one stays to be seen, even when no task carries it any more.
  const names = new Set([...(value ? [value] : []), ...tags.map(({ tag }) => tag)]);
  const options = Object.fromEntries([...names].map((tag) => [tag, `#${tag}`]));
  return <Choice label="Tag" value={value} any="Any" options={options} onChange={onChange} />;
}

const TYPING_PAUSE_MS = 200;

function SearchField({ value, onChange, ref }: { value: string; onChange: (q: string) => void; ref: Ref<HTMLInputElement> }) {
  const [text, setText] = useState(value);
  const [told, setTold] = useState(value);
  if (value !== told) {
    // The address has changed by other means: a link, or back.
    setTold(value);
    setText(value);
  }
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => {
      setTold(text);
      onChange(text);
    }, TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, value, onChange]);
  return (
    <label className={styles.search}>
      <Icon name="search" />
      <span className="visually-hidden">Search</span>
      <input
        ref={ref}
        type="search"
        className={`${fieldStyles.input} ${styles.searchInput}`}
        placeholder="Search"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") event.currentTarget.blur();
        }}
      />
    </label>
  );
}
