import type { Task } from "@tasks/api-client";

import type { Content } from "./use-task-edit";

/** What somebody has typed into the form of a task and not saved yet, and the task as it was when they began. */
export interface Draft {
  readonly userId: string;
  readonly base: Task;
  readonly content: Content;
}

const KEY = "task being edited";

/**
 * Keeps what is typed over a reload, a way back and a session that ends: in this tab only, until it is saved or discarded,
 * or somebody signs out here.
 */
export function keepDraft(draft: Draft): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(draft));
  } catch {
    // A full or forbidden store: the form goes on without the net.
  }
}

export function dropDraft(): void {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // As above.
  }
}

/** @returns what this person left unsaved in this tab, or null; somebody else's is thrown away. */
export function findDraft(userId: string): Draft | null {
  try {
    const draft = JSON.parse(sessionStorage.getItem(KEY) ?? "null") as Draft | null;
    if (draft?.userId === userId) return draft;
  } catch {
    // Written by another version, or no store at all.
  }
  dropDraft();
  return null;
}
