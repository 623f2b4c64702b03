/** The service's shapes by short names. They come from its OpenAPI document: `npm run types` writes schema.d.ts anew. */
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Task = Schemas["Task"];
export type Priority = Schemas["Task"]["priority"];

type ReadOnlyMember = "id" | "user_id" | "completed" | "position" | "version" | "next_task_id" | `${string}_at`;

/** What a person writes of a new task; everything but the title may be left out. */
export type TaskDraft = Omit<Schemas["TaskContent"], ReadOnlyMember>;

/** What a person changes of a task. */
export type TaskPatch = Omit<Schemas["TaskPatch"], ReadOnlyMember>;

export type Move = Schemas["Move"];
export type BulkOperation = Schemas["Operation"];
export type BulkResult = Schemas["BulkResults"]["results"][number];
export type TagCount = Schemas["Tag"];
export type Stats = Schemas["Stats"];
export type Changes = Schemas["Changes"];
export type HistoryEvent = Schemas["Event"];
export type ImportResult = Schemas["Imported"];
export type ProblemCode = Schemas["Problem"]["code"];

export type DueFilter = "overdue" | "today" | "tomorrow" | "week" | "none" | "any";

/** What a list may be narrowed by; see the service's documentation of `GET …/tasks`. */
export type TaskFilter = {
  readonly completed?: boolean | undefined;
  readonly deleted?: boolean | undefined;
  readonly q?: string | undefined;
  readonly priority?: readonly Priority[] | undefined;
  readonly tag?: readonly string[] | undefined;
  readonly due?: DueFilter | undefined;
  readonly sort?: string | undefined;
  readonly tz?: string | undefined;
  readonly limit?: number | undefined;
};

export type ExportFormat = "json" | "csv" | "ics";
