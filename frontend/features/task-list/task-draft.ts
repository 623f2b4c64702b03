import type { Task, TaskDraft } from "@tasks/api-client";

/** A task as it will probably look once the service has it; `id` is below zero until then. */
export function taskFromDraft(draft: TaskDraft, id: number, userId: string): Task {
  const now = new Date().toISOString();
  return {
    description: "",
    priority: "none",
    due_date: null,
    due_time: null,
    tags: [],
    recurrence: null,
    recurrence_from: "due",
    next_task_id: null,
    ...draft,
    id,
    user_id: userId,
    completed: false,
    completed_at: null,
    position: 0,
    version: 0,
    created_at: now,
    updated_at: now,
  };
}
