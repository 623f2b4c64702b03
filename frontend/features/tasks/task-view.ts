import type { DueFilter, Priority, Task, TaskDraft, TaskFilter } from "@tasks/api-client";

import { addDays, daysBetween } from "@/shared/dates";
import { PRIORITIES } from "@/shared/priorities";

/** What the address says about the list: a link shows somebody the same list, and back goes back. */
export interface TaskView {
  readonly show: "open" | "done" | "all";
  readonly q: string;
  readonly priority: Priority | "";
  readonly due: DueFilter | "";
  readonly tag: string;
  readonly sort: SortName;
}

export const SORTS = {
  order: "My order",
  newest: "Newest",
  due: "Due date",
  priority: "Priority",
  title: "Title",
} as const;
export type SortName = keyof typeof SORTS;

export const DUE: Readonly<Record<DueFilter, string>> = {
  overdue: "Overdue",
  today: "Today",
  tomorrow: "Tomorrow",
  week: "This week",
  any: "Has a date",
  none: "No date",
};

// Positions grow downwards from the first task ever made; the newest belongs on top.
const SORT_QUERY: Readonly<Record<SortName, string>> = {
  order: "-position",
  newest: "-created_at",
  due: "due_date,-priority",
  priority: "-priority,due_date",
  title: "title",
};

export const USUAL_VIEW: TaskView = { show: "open", q: "", priority: "", due: "", tag: "", sort: "order" };

/** Reads an address leniently: what it does not know, it takes for not said. */
export function readView(parameters: Pick<URLSearchParams, "get">): TaskView {
  const one = <T extends string>(name: string, known: readonly T[], fallback: T): T =>
    known.find((value) => value === parameters.get(name)) ?? fallback;
  return {
    show: one("show", ["open", "done", "all"], USUAL_VIEW.show),
    q: parameters.get("q") ?? "",
    priority: one("priority", ["", ...(Object.keys(PRIORITIES) as Priority[])], ""),
    due: one("due", ["", ...(Object.keys(DUE) as DueFilter[])], ""),
    tag: parameters.get("tag") ?? "",
    sort: one("sort", Object.keys(SORTS) as SortName[], USUAL_VIEW.sort),
  };
}

/** The address of a view; what is as usual is left out. */
export function viewPath(view: TaskView): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(view)) {
    if (value !== USUAL_VIEW[name as keyof TaskView]) parameters.set(name, String(value));
  }
  const text = parameters.toString();
  return text === "" ? "/tasks" : `/tasks?${text}`;
}

export function filterOf(view: TaskView, tz: string): TaskFilter {
  return {
    completed: view.show === "all" ? undefined : view.show === "done",
    q: view.q.trim() || undefined,
    priority: view.priority ? [view.priority] : undefined,
    due: view.due || undefined,
    tag: view.tag ? [view.tag] : undefined,
    sort: view.show === "done" && view.sort === "order" ? "-completed_at" : SORT_QUERY[view.sort],
    tz: view.due ? tz : undefined,
    limit: 50,
  };
}

/** How many of the narrowing choices differ from the usual; search and the open/done switch are always in sight. */
export function narrowings(view: TaskView): number {
  return [view.priority, view.due, view.tag].filter((value) => value !== "").length;
}

export function withoutNarrowing(view: TaskView): TaskView {
  return { ...USUAL_VIEW, show: view.show, sort: view.sort };
}

/** A new task as it belongs into the view it is written in: with its tag, its priority and its day, unless it has its own. */
export function draftFor(view: TaskView, draft: TaskDraft, today: string): TaskDraft {
  const days: Partial<Record<DueFilter, string>> = { today, tomorrow: addDays(today, 1) };
  const tags = draft.tags ?? [];
  const tagged = view.tag === "" || tags.some((tag) => same(tag, view.tag));
  return {
    ...draft,
    tags: tagged ? tags : [...tags, view.tag],
    priority: (draft.priority ?? "none") === "none" ? view.priority || "none" : (draft.priority ?? "none"),
    due_date: draft.due_date ?? (view.due ? (days[view.due] ?? null) : null),
  };
}

/** Whether a new task is to be seen in a view, as far as that can be told here. */
export function fitsView(view: TaskView, task: Pick<Task, "title" | "priority" | "tags" | "due_date">, today: string): boolean {
  return (
    view.show !== "done" &&
    (view.q.trim() === "" || task.title.toLowerCase().includes(view.q.trim().toLowerCase())) &&
    (view.priority === "" || task.priority === view.priority) &&
    (view.tag === "" || task.tags.some((tag) => same(tag, view.tag))) &&
    (view.due === "" || fitsDue(view.due, task.due_date, today))
  );
}

function fitsDue(due: DueFilter, date: string | null, today: string): boolean {
  if (due === "none" || date === null) return due === "none" && date === null;
  const away = daysBetween(today, date);
  if (due === "overdue") return away < 0;
  if (due === "today") return away === 0;
  if (due === "tomorrow") return away === 1;
  return due === "any" || (away >= 0 && away < 7);
}

function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
