import type { CatchUp, Page, PageQuery, Task, TaskDraft, TaskFilter, TasksApi } from "@tasks/api-client";

import { taskFromDraft } from "./task-draft";

/** A task as the list shows it; `waiting` while a write of it has not been answered. */
export type ShownTask = Task & { readonly waiting: boolean };

export interface TaskListState {
  readonly status: "loading" | "ready" | "failed";
  readonly tasks: readonly ShownTask[];
  readonly total: number;
  readonly hasMore: boolean;
  readonly loadingMore: boolean;
  readonly error: unknown;
}

const NOTHING: TaskListState = {
  status: "loading",
  tasks: [],
  total: 0,
  hasMore: false,
  loadingMore: false,
  error: null,
};

/**
 * The list on the screen: what the service has said, and over it what the person has just done.
 *
 * The two are kept apart, so rolling back is only forgetting the second.
 */
export class TaskList {
  #filter: TaskFilter = {};
  #pages: readonly Page[] = [];
  #status: TaskListState["status"] = "loading";
  #error: unknown = null;
  #loadingMore = false;
  #abort = new AbortController();

  // Reads overtake each other and writes: an answer that was asked for before either is old.
  #reads = 0;
  #writes = 0;

  readonly #changes = new Map<number, readonly Partial<Task>[]>();
  readonly #hidden = new Set<number>();
  readonly #drafts = new Map<number, Task>();
  #order: readonly number[] | null = null;
  #draftId = 0;

  #state = NOTHING;
  readonly #listeners = new Set<() => void>();

  constructor(private readonly api: Pick<TasksApi, "list">) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly getState = (): TaskListState => this.#state;

  /** Shows another question's answer; what was on its way for the last one is dropped. */
  async show(filter: TaskFilter): Promise<void> {
    this.#abort.abort();
    this.#abort = new AbortController();
    this.#filter = filter;
    this.#order = null;
    this.#error = null;
    this.#status = "loading";
    this.#emit();
    const { signal } = this.#abort;
    try {
      const page = await this.api.list(filter, signal);
      if (signal.aborted) return;
      this.#pages = [page];
      this.#status = "ready";
    } catch (error) {
      if (signal.aborted) return;
      this.#pages = [];
      this.#status = "failed";
      this.#error = error;
    }
    this.#emit();
  }

  /**
   * Asks again for every page that is shown; unchanged ones cost no body and change nothing. Rejects as the API does.
   *
   * @returns whether the answer counts: not when a write or a later reading has overtaken it.
   */
  async refresh(): Promise<boolean> {
    if (this.#status === "failed") {
      await this.show(this.#filter);
      return this.#isReady();
    }
    if (this.#status === "loading") return false;
    const { signal } = this.#abort;
    const read = (this.#reads += 1);
    const writes = this.#writes;
    const pages: Page[] = [];
    let query: TaskFilter | PageQuery | null = this.#filter;
    for (let index = 0; query && index < this.#pages.length; index += 1) {
      const page: Page = await this.api.list(query, signal);
      pages.push(page);
      query = page.next;
    }
    if (signal.aborted || read !== this.#reads || writes !== this.#writes) return false;
    if (pages.every((page, index) => page === this.#pages[index])) return true;
    this.#pages = pages;
    this.#order = null;
    this.#emit();
    return true;
  }

  #isReady(): boolean {
    return this.#status === "ready";
  }

  async more(): Promise<void> {
    const next = this.#pages.at(-1)?.next;
    if (!next || this.#loadingMore) return;
    const { signal } = this.#abort;
    this.#loadingMore = true;
    this.#emit();
    try {
      const page = await this.api.list(next, signal);
      if (!signal.aborted) this.#pages = [...this.#pages, page];
    } finally {
      this.#loadingMore = false;
      this.#emit();
    }
  }

  /** Takes in what the change feed has told, for the rows that are shown. */
  apply({ changed, deleted }: CatchUp): void {
    for (const task of changed) this.put(task);
    this.#drop(new Set(deleted));
  }

  /** The service's newest word on one task. */
  put(task: Task): void {
    this.#writes += 1;
    this.#pages = this.#pages.map((page) => {
      const known = page.tasks.find((other) => other.id === task.id);
      if (!known || known.version > task.version) return page;
      return { ...page, tasks: page.tasks.map((other) => (other.id === task.id ? task : other)) };
    });
    this.#emit();
  }

  find(id: number): ShownTask | undefined {
    return this.#state.tasks.find((task) => task.id === id);
  }

  /** Shows a change before the service has agreed. @returns the way to forget it. */
  assume(id: number, change: Partial<Task>): () => void {
    this.#changes.set(id, [...(this.#changes.get(id) ?? []), change]);
    this.#emit();
    return () => {
      const rest = (this.#changes.get(id) ?? []).filter((other) => other !== change);
      if (rest.length > 0) this.#changes.set(id, rest);
      else this.#changes.delete(id);
      this.#emit();
    };
  }

  /** Leaves tasks out before the service has agreed. @returns the way to show them again. */
  hide(ids: readonly number[]): () => void {
    for (const id of ids) this.#hidden.add(id);
    this.#emit();
    return () => {
      for (const id of ids) this.#hidden.delete(id);
      this.#emit();
    };
  }

  /** The service has taken these tasks away. */
  forget(ids: readonly number[]): void {
    this.#drop(new Set(ids));
  }

  /** Shows a new task at the top, under an id below zero. @returns the way to take it away again. */
  draft(draft: TaskDraft, userId: string): () => void {
    this.#draftId -= 1;
    const id = this.#draftId;
    this.#drafts.set(id, taskFromDraft(draft, id, userId));
    this.#emit();
    return () => {
      this.#drafts.delete(id);
      this.#emit();
    };
  }

  /** A created task takes its draft's place at once; its final place is the service's to say. */
  prepend(task: Task): void {
    const [first, ...rest] = this.#pages;
    if (!first || first.tasks.some((other) => other.id === task.id)) return;
    this.#writes += 1;
    this.#pages = [{ ...first, tasks: [task, ...first.tasks], total: first.total + 1 }, ...rest];
    this.#emit();
  }

  /** Shows another order. @returns the way back. */
  reorder(ids: readonly number[]): () => void {
    this.#writes += 1;
    this.#order = ids;
    this.#emit();
    return () => {
      if (this.#order !== ids) return;
      this.#order = null;
      this.#emit();
    };
  }

  #drop(ids: ReadonlySet<number>): void {
    this.#writes += 1;
    this.#pages = this.#pages.map((page) => {
      const tasks = page.tasks.filter((task) => !ids.has(task.id));
      const gone = page.tasks.length - tasks.length;
      return gone === 0 ? page : { ...page, tasks, total: page.total - gone };
    });
    this.#emit();
  }

  #emit(): void {
    const served = unique(this.#pages.flatMap((page) => page.tasks));
    const kept = this.#inOrder(served).filter((task) => !this.#hidden.has(task.id));
    const drafts = [...this.#drafts.values()].reverse().map((task) => ({ ...task, waiting: true }));
    this.#state = {
      status: this.#status,
      tasks: [...drafts, ...kept.map((task) => this.#shown(task))],
      total: (this.#pages[0]?.total ?? 0) - (served.length - kept.length) + drafts.length,
      hasMore: Boolean(this.#pages.at(-1)?.next),
      loadingMore: this.#loadingMore,
      error: this.#error,
    };
    for (const listener of [...this.#listeners]) listener();
  }

  #shown(task: Task): ShownTask {
    const changes = this.#changes.get(task.id) ?? [];
    return Object.assign({}, task, ...changes, { waiting: changes.length > 0 }) as ShownTask;
  }

  #inOrder(tasks: readonly Task[]): readonly Task[] {
    if (!this.#order) return tasks;
    const rank = new Map(this.#order.map((id, index) => [id, index]));
    return [...tasks].sort((a, b) => (rank.get(a.id) ?? -1) - (rank.get(b.id) ?? -1));
  }
}

/** A task that moved between two pages while they were read is shown once. */
function unique(tasks: readonly Task[]): readonly Task[] {
  return [...new Map(tasks.map((task) => [task.id, task])).values()];
}
