import {
  ApiError,
  type BulkOperation,
  type Move,
  type Priority,
  type Task,
  type TaskDraft,
  type TaskPatch,
} from "@tasks/api-client";

import type { Api } from "@/features/session/api";
import { explain } from "@/shared/explain";
import { quoted } from "@/shared/quoted";
import type { ToastAction, Toasts } from "@/ui/toasts";

import type { TaskList } from "./task-list";

const BULK_MOST = 100;

/**
 * What a person can do to tasks. Each shows at once, waits out a lost connection, is taken back when the service refuses,
 * and can be undone from its toast where that makes sense.
 */
export class TaskActions {
  constructor(
    private readonly api: Api,
    private readonly userId: string,
    private readonly list: TaskList,
    private readonly toasts: Toasts,
    /** Called after writes that change more than the row itself: tags, order, counts. */
    private readonly settle: () => void,
  ) {}

  /**
   * Rejects with the service's refusal, for the form to show.
   *
   * @param show the way to where the new task is seen, when that is not here: then a message says so.
   */
  async create(draft: TaskDraft, show?: () => void): Promise<Task> {
    const key = crypto.randomUUID();
    const forget = show ? () => undefined : this.list.draft(draft, this.userId);
    try {
      const task = await this.api.outbox.run("create", () => this.api.tasks.create(draft, key));
      if (show) this.toasts.show(`Added ${quoted(task.title)}, which this view leaves out`, { label: "Show", run: show });
      else this.list.prepend(task);
      this.settle();
      return task;
    } finally {
      forget();
    }
  }

  async setCompleted(task: Task, completed: boolean, offerUndo = true): Promise<void> {
    if (!offerUndo) this.list.bringBack(task);
    const forget = this.list.assume(task.id, { completed });
    try {
      const saved = await this.api.outbox.run(key(task.id), () => this.api.tasks.setCompleted(task.id, completed));
      this.list.put(saved);
      const text = completed ? `Completed ${quoted(task.title)}` : `Reopened ${quoted(task.title)}`;
      const undo = { label: "Undo", run: () => this.setCompleted(saved, !completed, false) };
      this.toasts.show(text, offerUndo ? undo : undefined);
      this.settle();
    } catch (error) {
      this.toasts.show(explain(error));
    } finally {
      forget();
    }
  }

  /** Rejects with ConflictError when somebody changed the task first, and with the service's refusals. */
  async update(task: Task, patch: TaskPatch): Promise<Task> {
    const saved = await this.api.outbox.run(key(task.id), () => this.api.tasks.update(task.id, patch, task.version));
    this.list.put(saved);
    this.settle();
    return saved;
  }

  async remove(tasks: readonly Task[]): Promise<void> {
    const ids = tasks.map((task) => task.id);
    const show = this.list.hide(ids);
    try {
      await this.#removeAll(ids);
      this.list.forget(ids);
      const text = tasks.length === 1 ? `${quoted(tasks[0]?.title ?? "")} is in the trash` : `${tasks.length} tasks are in the trash`;
      this.toasts.show(text, { label: "Undo", run: () => this.#undoRemove(tasks) });
      this.settle();
    } catch (error) {
      this.toasts.show(explain(error));
    } finally {
      show();
    }
  }

  /** @returns whether the service has agreed. */
  async restore(tasks: readonly Task[]): Promise<boolean> {
    let restored = false;
    try {
      await Promise.all(
        tasks.map((task) => {
          const idempotencyKey = crypto.randomUUID();
          return this.api.outbox.run(key(task.id), () => this.api.tasks.restore(task.id, idempotencyKey));
        }),
      );
      this.toasts.show(tasks.length === 1 ? `Restored ${quoted(tasks[0]?.title ?? "")}` : `Restored ${tasks.length} tasks`);
      restored = true;
    } catch (error) {
      this.toasts.show(explain(error));
    }
    this.settle();
    return restored;
  }

  /** @param ids all shown ids in the order they shall have. */
  async move(task: Task, to: Move, ids: readonly number[]): Promise<void> {
    const back = this.list.reorder(ids);
    const idempotencyKey = crypto.randomUUID();
    try {
      const saved = await this.api.outbox.run("move", () => this.api.tasks.move(task.id, to, idempotencyKey));
      this.list.put(saved);
    } catch (error) {
      back();
      this.toasts.show(explain(error));
    }
    this.settle();
  }

  async completeAll(tasks: readonly Task[], completed: boolean): Promise<void> {
    const forget = tasks.map((task) => this.list.assume(task.id, { completed }));
    const op = completed ? "complete" : "reopen";
    await this.#bulk(
      tasks.map(({ id }) => ({ op, id }) as const),
      `${completed ? "Completed" : "Reopened"} ${count(tasks)}`,
      { label: "Undo", run: () => this.completeAll(tasks, !completed) },
    );
    for (const each of forget) each();
  }

  async setPriority(tasks: readonly Task[], priority: Priority): Promise<void> {
    const forget = tasks.map((task) => this.list.assume(task.id, { priority }));
    await this.#bulk(
      tasks.map(({ id }) => ({ op: "update", id, task: { priority } })),
      `Changed ${count(tasks)}`,
    );
    for (const each of forget) each();
  }

  /** The rows are back at once, where they were, and leave again if the service refuses. */
  async #undoRemove(tasks: readonly Task[]): Promise<void> {
    // From the top, as they are given: each finds those above it there.
    const forget = tasks.map((task) => {
      this.list.bringBack(task);
      return this.list.assume(task.id, {});
    });
    if (!(await this.restore(tasks))) this.list.forget(tasks.map((task) => task.id));
    for (const each of forget) each();
  }

  async #bulk(operations: readonly BulkOperation[], done: string, undo?: ToastAction): Promise<void> {
    try {
      await this.#send(operations);
      await this.list.refresh();
      this.toasts.show(done, undo);
      this.settle();
    } catch (error) {
      this.toasts.show(explain(error));
    }
  }

  async #removeAll(ids: readonly number[]): Promise<void> {
    const [only] = ids;
    if (ids.length === 1 && only !== undefined) {
      await this.api.outbox.run(key(only), () => this.#removeOne(only));
    } else await this.#send(ids.map((id) => ({ op: "delete", id })));
  }

  /** In as few requests as the service's limit allows. */
  async #send(operations: readonly BulkOperation[]): Promise<void> {
    for (let start = 0; start < operations.length; start += BULK_MOST) {
      const part = operations.slice(start, start + BULK_MOST);
      const idempotencyKey = crypto.randomUUID();
      await this.api.outbox.run("bulk", () => this.api.tasks.bulk(part, idempotencyKey));
    }
  }

  /** A second DELETE, sent because the first one's answer was lost, finds nothing: that is what was wanted. */
  async #removeOne(id: number): Promise<void> {
    try {
      await this.api.tasks.remove(id);
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 404)) throw error;
    }
  }
}

function key(id: number): string {
  return `task ${id}`;
}

function count(tasks: readonly Task[]): string {
  return tasks.length === 1 ? "1 task" : `${tasks.length} tasks`;
}
