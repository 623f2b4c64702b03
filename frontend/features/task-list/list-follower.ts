import type { ChangeFeed } from "@tasks/api-client";

import { dayOf } from "@/shared/dates";

import type { TaskList } from "./task-list";

/**
 * Keeps a list as fresh as the change feed says: one small request when nothing has happened, however long the list is.
 *
 * The feed hands its news over once, to whoever asked; so everybody who follows it hears of them, and remembers to read
 * again until a reading has succeeded.
 */
export class ListFollower {
  // Between the list's first answer and the feed's first place, things may have happened unheard.
  #stale = true;
  #day = dayOf(new Date());

  constructor(
    private readonly feed: ChangeFeed,
    private readonly list: Pick<TaskList, "refresh" | "getState">,
  ) {}

  /** @returns the way to stop. */
  start(): () => void {
    return this.feed.subscribe(() => {
      this.#stale = true;
    });
  }

  /** The list is to be read at the next look, whatever the feed says. */
  distrust(): void {
    this.#stale = true;
  }

  /** Asks the feed, and reads the list again if there is news. Rejects as the API does. */
  async look(): Promise<void> {
    await this.feed.catchUp();
    const today = dayOf(new Date());
    // What is due today, or overdue, is another list on another day, without a change of any task.
    if (today !== this.#day) this.#stale = true;
    this.#day = today;
    if (!this.#stale && this.list.getState().status !== "failed") return;
    this.#stale = false;
    try {
      this.#stale = !(await this.list.refresh());
    } catch (error) {
      this.#stale = true;
      throw error;
    }
  }
}
