import type { CatchUp, Page, PageQuery, Task, TaskDraft, TaskFilter, TasksApi } from "@tasks/api-client";

import { Overlay, type ShownTask } from "./overlay";
import { dropTasks, holdsTask, insertTask, replaceTask, tasksOf, type Pages } from "./task-pages";

export type { ShownTask } from "./overlay";

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
  #pages: Pages = [];
  #status: TaskListState["status"] = "loading";
  #error: unknown = null;
  #loadingMore = false;
  #abort = new AbortController();

  // Reads overtake each other and writes: an answer that was asked for before either is old.
  #reads = 0;
  #writes = 0;

  readonly #overlay = new Overlay();
  // Where tasks stood that have left the list since it was shown, so that an undo can put them back.
  readonly #places = new Map<number, number>();

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
    this.#overlay.order = null;
    this.#places.clear();
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
    const staying = new Set(tasksOf(pages).map(({ id }) => id));
    this.#rememberPlaces((id) => !staying.has(id));
    this.#pages = pages;
    this.#overlay.order = null;
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
    this.#write(replaceTask(this.#pages, task));
  }

  find(id: number): ShownTask | undefined {
    return this.#state.tasks.find((task) => task.id === id);
  }

  /** Shows a change before the service has agreed. @returns the way to forget it. */
  assume(id: number, change: Partial<Task>): () => void {
    return this.#lay(this.#overlay.change(id, change));
  }

  /** Leaves tasks out before the service has agreed. @returns the way to show them again. */
  hide(ids: readonly number[]): () => void {
    return this.#lay(this.#overlay.hide(ids));
  }

  /** The service has taken these tasks away. */
  forget(ids: readonly number[]): void {
    this.#drop(new Set(ids));
  }

  /** Shows a new task at the top, under an id below zero. @returns the way to take it away again. */
  draft(draft: TaskDraft, userId: string): () => void {
    return this.#lay(this.#overlay.draft(draft, userId));
  }

  /** A created task takes its draft's place at once; its final place is the service's to say. */
  prepend(task: Task): void {
    if (!holdsTask(this.#pages, task.id)) this.#write(insertTask(this.#pages, task, 0));
  }

  /** Shows a task again that has left since, at the place where it stood; one that is here or never was is let be. */
  bringBack(task: Task): void {
    const place = this.#places.get(task.id);
    if (place !== undefined && !holdsTask(this.#pages, task.id)) this.#write(insertTask(this.#pages, task, place));
  }

  /** Shows another order. @returns the way back. */
  reorder(ids: readonly number[]): () => void {
    this.#overlay.order = ids;
    this.#write(this.#pages);
    return () => {
      if (this.#overlay.order !== ids) return;
      this.#overlay.order = null;
      this.#emit();
    };
  }

  #drop(ids: ReadonlySet<number>): void {
    this.#rememberPlaces((id) => ids.has(id));
    this.#write(dropTasks(this.#pages, ids));
  }

  #rememberPlaces(leaves: (id: number) => boolean): void {
    this.#pages.flatMap((page) => page.tasks).forEach(({ id }, index) => {
      if (leaves(id)) this.#places.set(id, index);
    });
  }

  /** What the service has agreed to: a reading that was asked for before is old. */
  #write(pages: Pages): void {
    this.#writes += 1;
    this.#pages = pages;
    this.#emit();
  }

  #lay(forget: () => void): () => void {
    this.#emit();
    return () => {
      forget();
      this.#emit();
    };
  }

  #emit(): void {
    const { tasks, more } = this.#overlay.over(tasksOf(this.#pages));
    this.#state = {
      status: this.#status,
      tasks,
      total: (this.#pages[0]?.total ?? 0) + more,
      hasMore: Boolean(this.#pages.at(-1)?.next),
      loadingMore: this.#loadingMore,
      error: this.#error,
    };
    for (const listener of [...this.#listeners]) listener();
  }
}
