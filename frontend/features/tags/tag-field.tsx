"use client";

import { useId, useState } from "react";

import { Icon } from "@/ui/icon";

import { useTags } from "./tags-provider";

import styles from "./tag-field.module.css";
import chipStyles from "@/ui/chip.module.css";
import fieldStyles from "@/ui/field.module.css";

interface TagFieldProps {
  readonly value: readonly string[];
  readonly error?: string | undefined;
  readonly onChange: (tags: readonly string[]) => void;
}

/** Tags as chips; enter or a comma makes one of what was typed, backspace in the empty field takes the last away. */
export function TagField({ value, error, onChange }: TagFieldProps) {
  const id = useId();
  const known = useTags();
  const [text, setText] = useState("");

  function add(): void {
    const tag = text.replace(/^#/, "").replace(/,/g, "").trim();
    setText("");
    if (tag !== "" && !value.some((other) => other.toLowerCase() === tag.toLowerCase())) onChange([...value, tag]);
  }

  return (
    <div className={fieldStyles.field}>
      <label className={fieldStyles.label} htmlFor={id}>
        Tags
      </label>
      <div className={styles.tagField}>
        {value.map((tag) => (
          <span className={`${chipStyles.chip} ${styles.tag}`} key={tag}>
            #{tag}
            <button
              type="button"
              className={styles.remove}
              aria-label={`Remove the tag ${tag}`}
              onClick={() => onChange(value.filter((other) => other !== tag))}
            >
              <Icon name="close" />
            </button>
          </span>
        ))}
        <input
          id={id}
          className={styles.input}
          placeholder={value.length === 0 ? "Add a tag" : ""}
          autoComplete="off"
          list={`${id}-known`}
          value={text}
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? `${id}-error` : undefined}
          onChange={(event) => setText(event.target.value)}
          onBlur={add}
          onKeyDown={(event) => {
            if ((event.key === "Enter" && !event.ctrlKey && !event.metaKey && text !== "") || event.key === ",") {
              event.preventDefault();
              add();
            } else if (event.key === "Backspace" && text === "") onChange(value.slice(0, -1));
          }}
        />
        <datalist id={`${id}-known`}>
          {known.map(({ tag }) => (
            <option key={tag} value={tag} />
          ))}
        </datalist>
      </div>
      {error && (
        <p className={fieldStyles.error} id={`${id}-error`}>
          {error}
        </p>
      )}
    </div>
  );
}
