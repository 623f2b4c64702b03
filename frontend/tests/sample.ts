import type { Task } from "@tasks/api-client";

/** A task as the service gives it, with nothing special about it. */
export function task(id: number, more: Partial<Task> = {}): Task {
  return {
    id, user_id: "alice", title: "T", description: "", completed: false, completed_at: null, priority: "none",
    due_date: null, due_time: null, tags: [], position: id, version: 1, created_at: "", updated_at: "", ...more,
  } as Task;
}
