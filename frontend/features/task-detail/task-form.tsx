"use client";

import type { Priority } from "@tasks/api-client";
import { useId } from "react";

import { RecurrenceField } from "@/features/recurrence/recurrence-field";
import { TagField } from "@/features/tags/tag-field";
import { PRIORITIES } from "@/shared/priorities";
import { Field } from "@/ui/field";

import type { Content } from "./use-task-edit";

import fieldStyles from "@/ui/field.module.css";
import formStyles from "@/ui/form.module.css";
import segmentsStyles from "@/ui/segments.module.css";

interface TaskFormProps {
  readonly content: Content;
  readonly errors: Readonly<Record<string, string>>;
  readonly onChange: (change: Partial<Content>) => void;
}

export function TaskForm({ content, errors, onChange }: TaskFormProps) {
  return (
    <>
      <Field
        label="Title"
        name="title"
        data-first
        dir="auto"
        value={content.title}
        error={errors["title"]}
        onChange={(event) => onChange({ title: event.target.value })}
      />
      <Notes value={content.description} error={errors["description"]} onChange={(description) => onChange({ description })} />
      <div className={formStyles.row}>
        <Field
          label="Due date"
          name="due_date"
          type="date"
          value={content.due_date ?? ""}
          error={errors["due_date"]}
          onChange={(event) => {
            const due_date = event.target.value || null;
            onChange(due_date ? { due_date } : { due_date, due_time: null });
          }}
        />
        <Field
          label="Time"
          name="due_time"
          type="time"
          disabled={!content.due_date}
          value={content.due_time ?? ""}
          error={errors["due_time"]}
          onChange={(event) => onChange({ due_time: event.target.value || null })}
        />
      </div>
      <PriorityField value={content.priority} onChange={(priority) => onChange({ priority })} />
      <TagField value={content.tags} error={errors["tags"]} onChange={(tags) => onChange({ tags })} />
      <RecurrenceField
        rule={content.recurrence}
        from={content.recurrence_from}
        error={errors["recurrence"] ?? errors["recurrence_from"]}
        onChange={onChange}
      />
    </>
  );
}

function Notes({ value, error, onChange }: { value: string; error?: string | undefined; onChange: (text: string) => void }) {
  const id = useId();
  return (
    <div className={fieldStyles.field}>
      <label className={fieldStyles.label} htmlFor={id}>
        Notes
      </label>
      <textarea
        id={id}
        name="description"
        className={fieldStyles.textarea}
        dir="auto"
        rows={3}
        value={value}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? `${id}-error` : undefined}
        onChange={(event) => onChange(event.target.value)}
      />
      {error && (
        <p className={fieldStyles.error} id={`${id}-error`}>
          {error}
        </p>
      )}
    </div>
  );
}

function PriorityField({ value, onChange }: { value: Priority; onChange: (priority: Priority) => void }) {
  return (
    <fieldset className={fieldStyles.field}>
      <legend className={fieldStyles.label}>Priority</legend>
      <div className={`${segmentsStyles.segments} ${segmentsStyles.wide}`}>
        {(["none", "low", "medium", "high"] as const).map((priority) => (
          <label key={priority} className={segmentsStyles.item}>
            <input
              type="radio"
              className="visually-hidden"
              name="priority"
              value={priority}
              checked={value === priority}
              onChange={() => onChange(priority)}
            />
            {PRIORITIES[priority]}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
