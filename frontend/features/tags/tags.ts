import type { TagCount, TasksApi } from "@tasks/api-client";

/** The tags in use, for the sidebar, the filter and suggestions: one copy for the whole page. */
export class Tags {
  #tags: readonly TagCount[] = [];
  #asked = false;
  readonly #listeners = new Set<() => void>();

  constructor(private readonly api: Pick<TasksApi, "tags">) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    if (!this.#asked) void this.refresh();
    return () => this.#listeners.delete(listener);
  };

  readonly getTags = (): readonly TagCount[] => this.#tags;

  /** Tags are a convenience: when they cannot be had, the last ones stay. */
  async refresh(): Promise<void> {
    this.#asked = true;
    try {
      this.#tags = await this.api.tags();
    } catch {
      return;
    }
    for (const listener of [...this.#listeners]) listener();
  }
}
