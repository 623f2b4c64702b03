import { ApiError } from "./errors";
import type { TasksApi } from "./tasks";
import type { Task } from "./types";

/** What has changed since the last look. `complete` means: forget everything known before, this is all there is. */
export interface CatchUp {
  readonly changed: readonly Task[];
  readonly deleted: readonly number[];
  readonly complete: boolean;
}

/**
 * Follows the change feed of one person.
 *
 * The place in the feed moves on page by page, so a walk that broke off goes on where it stopped.
 */
export class ChangeFeed {
  #place: string | undefined;
  #walk: Promise<CatchUp> | null = null;
  // What the pages read so far have said. It outlives a walk that broke off, as the place does.
  readonly #changed = new Map<number, Task>();
  readonly #deleted = new Set<number>();
  #complete = true;
  readonly #listeners = new Set<(news: CatchUp) => void>();

  constructor(private readonly api: Pick<TasksApi, "changes">) {}

  /** Whether there is a place to catch up from. */
  get started(): boolean {
    return this.#place !== undefined;
  }

  /** Hears of everything that a walk brought, whoever asked for it. @returns the way to stop. */
  subscribe(listener: (news: CatchUp) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Reads to the end of the feed; a second caller meanwhile gets the same walk. Rejects as Http.send does. */
  catchUp(): Promise<CatchUp> {
    this.#walk ??= this.#read().finally(() => {
      this.#walk = null;
    });
    return this.#walk;
  }

  async #read(): Promise<CatchUp> {
    for (;;) {
      const page = await this.#page();
      if (page === null) {
        this.#startOver();
        continue;
      }
      if (page.full && !this.#complete) this.#startOver();
      for (const task of page.items) {
        this.#changed.set(task.id, task);
        this.#deleted.delete(task.id);
      }
      for (const { id } of page.deleted) {
        this.#changed.delete(id);
        this.#deleted.add(id);
      }
      this.#place = page.next;
      if (!page.has_more) return this.#handOver();
    }
  }

  #startOver(): void {
    this.#complete = true;
    this.#changed.clear();
    this.#deleted.clear();
  }

  #handOver(): CatchUp {
    const result = { changed: [...this.#changed.values()], deleted: [...this.#deleted], complete: this.#complete };
    this.#complete = false;
    this.#changed.clear();
    this.#deleted.clear();
    const quiet = !result.complete && result.changed.length + result.deleted.length === 0;
    if (!quiet) for (const listener of [...this.#listeners]) listener(result);
    return result;
  }

  /** The next page, or null when the place is too old and the feed must be read from the start. */
  async #page() {
    try {
      return await this.api.changes(this.#place);
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 410 && this.#place !== undefined)) throw error;
      this.#place = undefined;
      return null;
    }
  }
}
