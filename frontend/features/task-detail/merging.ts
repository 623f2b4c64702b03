import type { Task, TaskPatch } from "@tasks/api-client";

/** The fields that a person writes, in the order of the form. */
export const FIELDS = {
  title: "Title",
  description: "Notes",
  due_date: "Due date",
  due_time: "Time",
  priority: "Priority",
  tags: "Tags",
  recurrence: "Repeats",
  recurrence_from: "Counts from",
} as const;
export type FieldName = keyof typeof FIELDS;

type Content = Pick<Task, FieldName>;

/** What somebody changed: the fields that differ, and only those, so that others' changes to the rest survive. */
export function patchOf(base: Task, edited: Content): TaskPatch {
  const changed = fieldNames().filter((name) => !same(base[name], edited[name]));
  return Object.fromEntries(changed.map((name) => [name, edited[name]]));
}

/** The fields that both have changed since `base`, each to something else. */
export function conflicts(base: Task, patch: TaskPatch, theirs: Task): readonly FieldName[] {
  return fieldNames().filter(
    (name) => name in patch && !same(theirs[name], base[name]) && !same(theirs[name], patch[name]),
  );
}

/** The patch without the fields where the other's word shall hold. */
export function yielding(patch: TaskPatch, fields: readonly FieldName[]): TaskPatch {
  return Object.fromEntries(Object.entries(patch).filter(([name]) => !fields.some((field) => field === name)));
}

function fieldNames(): FieldName[] {
  return Object.keys(FIELDS) as FieldName[];
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
}
