import { ApiError, ConflictError, type Task, type TaskPatch } from "@tasks/api-client";
import { useEffect, useRef, useState } from "react";

import { useSigned } from "@/features/session/api-provider";
import type { TaskActions } from "@/features/task-list/task-actions";
import type { ShownTask } from "@/features/task-list/task-list";
import { explain } from "@/shared/explain";
import { quoted } from "@/shared/quoted";

import { dropDraft, findDraft, keepDraft } from "./drafts";
import { conflicts, FIELDS, patchOf, type FieldName } from "./merging";

/** Two people's words on the same fields of one task. */
export interface Conflict {
  readonly patch: TaskPatch;
  readonly theirs: Task;
  readonly fields: readonly FieldName[];
}

export type Content = Pick<Task, FieldName>;

/** Editing one task: what the form holds, saving it, and what to do when somebody else was first. */
export function useTaskEdit(task: ShownTask, actions: TaskActions, onSaved: () => void) {
  const { api, toasts, user } = useSigned();
  // As it was when the form opened: a poll meanwhile must not change under the hand what is compared.
  const [{ base, written }] = useState(() => {
    const draft = findDraft(user.id);
    return draft?.base.id === task.id ? { base: draft.base, written: draft.content } : { base: task as Task, written: task };
  });
  const [content, setContent] = useState<Content>(written);
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const [conflict, setConflict] = useState<Conflict | null>(null);
  const [busy, setBusy] = useState(false);
  // A write may wait for the network longer than somebody does.
  const left = useRef(false);
  useEffect(() => {
    left.current = false;
    return () => {
      left.current = true;
    };
  }, []);
  const patch = patchOf(base, content);
  const dirty = Object.keys(patch).length > 0;
  const kept = useRef(dirty);
  useEffect(() => {
    if (dirty) keepDraft({ userId: user.id, base, content });
    else if (kept.current) dropDraft();
    kept.current = dirty;
  }, [base, content, dirty, user.id]);

  function finish(): void {
    dropDraft();
    onSaved();
  }

  function tellLater(why: string): void {
    toasts.show(`Your change of ${quoted(base.title)} was not saved. ${why}`);
  }

  async function send(onto: Task, patch: TaskPatch): Promise<void> {
    if (Object.keys(patch).length === 0) return finish();
    try {
      await actions.update(onto, patch);
      finish();
    } catch (error) {
      if (!(error instanceof ConflictError)) throw error;
      const theirs = await api.tasks.get(onto.id);
      const fields = conflicts(base, patch, theirs);
      // They changed other fields than we did: both are kept, nobody need be asked.
      if (fields.length === 0) return send(theirs, patch);
      if (left.current) tellLater("It was changed elsewhere in the meantime.");
      setConflict({ patch, theirs, fields });
    }
  }

  async function attempt(onto: Task, patch: TaskPatch): Promise<void> {
    if (busy) return;
    setBusy(true);
    setErrors({});
    try {
      await send(onto, patch);
    } catch (error) {
      if (left.current) tellLater(explain(error));
      setConflict(null);
      setErrors(errorsFor(error));
    } finally {
      setBusy(false);
    }
  }

  return {
    content,
    errors,
    conflict,
    busy,
    dirty,
    change: (change: Partial<Content>) => setContent((known) => ({ ...known, ...change })),
    save: () => attempt(base, patch),
    settle: (patch: TaskPatch) => (conflict ? attempt(conflict.theirs, patch) : Promise.resolve()),
  };
}

/** By field of the form; what belongs to none of those that show an error is said above them all. */
function errorsFor(error: unknown): Readonly<Record<string, string>> {
  if (!(error instanceof ApiError) || (error.status !== 400 && error.status !== 422)) return { "": explain(error) };
  const errors = error.fieldErrors();
  const elsewhere = Object.keys(errors).find((field) => !(field in FIELDS) || field === "priority");
  return elsewhere === undefined ? errors : { "": errors[elsewhere] ?? "", ...errors };
}
