import { ConditionalReader } from "./conditional";
import type { Call, Http, Reply } from "./http";
import { nextQuery } from "./link";
import type {
  BulkOperation,
  BulkResult,
  Changes,
  ExportFormat,
  HistoryEvent,
  ImportResult,
  Move,
  Stats,
  TagCount,
  Task,
  TaskDraft,
  TaskFilter,
  TaskPatch,
} from "./types";

/** One page of a list; `next` is the query of the following page, null on the last. */
export interface Page {
  readonly tasks: readonly Task[];
  readonly total: number;
  readonly next: PageQuery | null;
}

export type PageQuery = Readonly<Record<string, string>>;

// Files are large and lines may be slow.
const FILE_SECONDS = 300;

type TaskQuery = TaskFilter | PageQuery;

/**
 * The tasks of one person. Every method rejects as Http.send does.
 *
 * Reads are conditional: an unchanged list or task comes back as the same object. Writes that are not repeatable by
 * themselves take an idempotency key; the same key must be used when a write is sent again.
 */
export class TasksApi {
  readonly #base: string;
  readonly #reader: ConditionalReader;
  readonly #pages = new WeakMap<object, Page>();

  constructor(
    private readonly http: Http,
    userId: string,
  ) {
    this.#base = `/api/${encodeURIComponent(userId)}`;
    this.#reader = new ConditionalReader(http);
  }

  async list(query: TaskQuery, signal?: AbortSignal): Promise<Page> {
    const reply = await this.#reader.read<Task[]>({ path: `${this.#base}/tasks`, query, ...ifSignal(signal) });
    const page = this.#pages.get(reply) ?? pageOf(reply);
    this.#pages.set(reply, page);
    return page;
  }

  get(id: number): Promise<Task> {
    return this.#read(`/tasks/${id}`);
  }

  create(task: TaskDraft, key: string): Promise<Task> {
    return this.#write({ method: "POST", path: "/tasks", body: task, headers: { "Idempotency-Key": key } });
  }

  /** @throws ConflictError when the task is no longer at `version`. */
  update(id: number, patch: TaskPatch, version: number): Promise<Task> {
    return this.#write({ method: "PATCH", path: `/tasks/${id}`, body: patch, headers: ifMatch(version) });
  }

  /** Sets the mark rather than toggling it, so that it can be said twice. */
  setCompleted(id: number, completed: boolean): Promise<Task> {
    return this.#write({ method: "PATCH", path: `/tasks/${id}/complete`, query: where(), body: { completed } });
  }

  /** To the trash. */
  async remove(id: number): Promise<void> {
    await this.#write({ method: "DELETE", path: `/tasks/${id}` });
  }

  restore(id: number, key: string): Promise<Task> {
    return this.#write({ method: "POST", path: `/tasks/${id}/restore`, headers: { "Idempotency-Key": key } });
  }

  move(id: number, to: Move, key: string): Promise<Task> {
    return this.#write({ method: "POST", path: `/tasks/${id}/move`, body: to, headers: { "Idempotency-Key": key } });
  }

  /** All or nothing, in order; results by position. */
  async bulk(operations: readonly BulkOperation[], key: string): Promise<readonly BulkResult[]> {
    const reply = await this.#write<{ results: BulkResult[] }>({
      method: "POST",
      path: "/tasks/bulk",
      query: where(),
      body: { operations },
      headers: { "Idempotency-Key": key },
    });
    return reply.results;
  }

  async tags(): Promise<readonly TagCount[]> {
    return this.#read("/tags");
  }

  /** @param tz an IANA time zone; @param days how many days back the series go. */
  stats(tz: string, days: number): Promise<Stats> {
    return this.#read("/stats", { tz, days });
  }

  /** What happened to one task, the newest first. */
  async history(id: number): Promise<readonly HistoryEvent[]> {
    return this.#read(`/tasks/${id}/history`);
  }

  /** One page of changes; without `since`, everything there is. */
  async changes(since?: string): Promise<Changes> {
    const { data } = await this.http.send<Changes>({
      method: "GET",
      path: `${this.#base}/tasks/changes`,
      query: { since },
    });
    return data;
  }

  /** The file as the service writes it. */
  async export(format: ExportFormat): Promise<Blob> {
    return this.http.download({
      method: "GET",
      path: `${this.#base}/tasks/export`,
      query: { format },
      headers: { Accept: "*/*" },
      timeoutSeconds: FILE_SECONDS,
    });
  }

  /** @param dryRun only look: the answer says what would happen. */
  import(data: Blob, type: string, dryRun: boolean, key: string): Promise<ImportResult> {
    return this.#write({
      method: "POST",
      path: "/tasks/import",
      query: { dry_run: dryRun },
      raw: { data, type },
      timeoutSeconds: FILE_SECONDS,
      headers: { "Idempotency-Key": key },
    });
  }

  async #read<T>(path: string, query: Call["query"] = {}): Promise<T> {
    return (await this.#reader.read<T>({ path: this.#base + path, query })).data;
  }

  async #write<T>(call: Call): Promise<T> {
    return (await this.http.send<T>({ ...call, path: this.#base + call.path })).data;
  }
}

function pageOf(reply: Reply<Task[]>): Page {
  const total = Number(reply.headers.get("X-Total-Count") ?? reply.data.length);
  return { tasks: reply.data, total, next: nextQuery(reply.headers.get("Link")) };
}

/** Where the person is: the day of a completion, from which a repetition may count, is the local one. */
function where(): { tz: string } {
  return { tz: Intl.DateTimeFormat().resolvedOptions().timeZone };
}

function ifMatch(version: number): Record<string, string> {
  return { "If-Match": `"v${version}"` };
}

function ifSignal(signal: AbortSignal | undefined): { signal?: AbortSignal } {
  return signal ? { signal } : {};
}
