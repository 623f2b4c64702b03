import type { Task, TaskDraft } from "@tasks/api-client";

import { taskFromDraft } from "./task-draft";

/** A task as the list shows it; `waiting` while a write of it has not been answered. */
export type ShownTask = Task & { readonly waiting: boolean };

/**
 * What a person has just done and the service has not agreed to yet, laid over what it said last: rolling back is only
 * forgetting. Every method that adds something gives the way to forget it.
 */
export class Overlay {
  readonly #changes = new Map<number, readonly Partial<Task>[]>();
  readonly #hidden = new Set<number>();
  readonly #drafts = new Map<number, Task>();
  #draftId = 0;

  /** The order that the person has given; null is the service's. */
  order: readonly number[] | null = null;

  change(id: number, change: Partial<Task>): () => void {
    this.#changes.set(id, [...(this.#changes.get(id) ?? []), change]);
    return () => {
      const rest = (this.#changes.get(id) ?? []).filter((other) => other !== change);
      if (rest.length > 0) this.#changes.set(id, rest);
      else this.#changes.delete(id);
    };
  }

  hide(ids: readonly number[]): () => void {
    for (const id of ids) this.#hidden.add(id);
    return () => {
      for (const id of ids) this.#hidden.delete(id);
    };
  }

  /** A new task, under an id below zero. */
  draft(draft: TaskDraft, userId: string): () => void {
    this.#draftId -= 1;
    const id = this.#draftId;
    this.#drafts.set(id, taskFromDraft(draft, id, userId));
    return () => this.#drafts.delete(id);
  }

  /** @returns what is to be seen, the newest draft first; and by how many that differs from what was served. */
  over(served: readonly Task[]): { readonly tasks: readonly ShownTask[]; readonly more: number } {
    const kept = this.#inOrder(served).filter((task) => !this.#hidden.has(task.id));
    const drafts = [...this.#drafts.values()].reverse().map((task) => ({ ...task, waiting: true }));
    const tasks = [...drafts, ...kept.map((task) => this.#shown(task))];
    return { tasks, more: tasks.length - served.length };
  }

  #shown(task: Task): ShownTask {
    const changes = this.#changes.get(task.id) ?? [];
    return Object.assign({}, task, ...changes, { waiting: changes.length > 0 }) as ShownTask;
  }

  #inOrder(tasks: readonly Task[]): readonly Task[] {
    if (!this.order) return tasks;
    const rank = new Map(this.order.map((id, index) => [id, index]));
    return [...tasks].sort((a, b) => (rank.get(a.id) ?? -1) - (rank.get(b.id) ?? -1));
  }
}
