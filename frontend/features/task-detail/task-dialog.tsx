"use client";

import { useEffect, useId, useState, type SubmitEvent } from "react";

import { useOnline } from "@/features/session/api-provider";
import type { TaskActions } from "@/features/task-list/task-actions";
import type { ShownTask } from "@/features/task-list/task-list";
import { momentLabel } from "@/shared/dates";
import { Modal } from "@/ui/modal";

import { ConflictChoice } from "./conflict-choice";
import { dropDraft } from "./drafts";
import { TaskForm } from "./task-form";
import { TaskHistory } from "./task-history";
import { useTaskEdit } from "./use-task-edit";

import buttonStyles from "@/ui/button.module.css";
import formStyles from "@/ui/form.module.css";
import modalStyles from "@/ui/modal.module.css";
import noticeStyles from "@/ui/notice.module.css";

interface TaskDialogProps {
  readonly task: ShownTask;
  readonly actions: TaskActions;
  readonly onClose: () => void;
}

export function TaskDialog({ task, actions, onClose }: TaskDialogProps) {
  const formId = useId();
  const edit = useTaskEdit(task, actions, onClose);
  const online = useOnline();
  const [asked, setAsked] = useState(false);
  const leave = () => (edit.dirty && !edit.busy && !asked ? setAsked(true) : onClose());
  const discard = () => {
    dropDraft();
    onClose();
  };

  const { errors } = edit;
  useEffect(() => {
    if (Object.keys(errors).length === 0) return;
    document.getElementById(formId)?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [errors, formId]);

  if (edit.conflict) {
    return (
      <Modal title="Changed elsewhere" onClose={onClose}>
        <ConflictChoice conflict={edit.conflict} busy={edit.busy} onChoose={edit.settle} />
      </Modal>
    );
  }
  return (
    <Modal title="Edit task" onClose={leave}>
      <form
        id={formId}
        className={formStyles.form}
        noValidate
        onSubmit={(event: SubmitEvent) => {
          event.preventDefault();
          void edit.save();
        }}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          void edit.save();
        }}
      >
        {edit.errors[""] && (
          <p className={`${noticeStyles.notice} ${noticeStyles.danger}`} role="alert">
            {edit.errors[""]}
          </p>
        )}
        <TaskForm
          content={edit.content}
          errors={edit.errors}
          onChange={(change) => {
            setAsked(false);
            edit.change(change);
          }}
        />
      </form>
      <TaskHistory id={task.id} />
      <footer className={modalStyles.foot}>
        {asked ? (
          <button type="button" className={`${buttonStyles.button} ${buttonStyles.danger}`} onClick={discard}>
            Discard
          </button>
        ) : (
          <button
            type="button"
            className={`${buttonStyles.button} ${buttonStyles.danger}`}
            onClick={() => {
              discard();
              void actions.remove([task]);
            }}
          >
            Move to trash
          </button>
        )}
        <span className={`${modalStyles.aside} quiet small`} role="status">
          {asked ? "Not saved yet" : edit.busy && !online ? "Saved when you are back online" : `Changed ${momentLabel(task.updated_at)}`}
        </span>
        <button type="submit" className={`${buttonStyles.button} ${buttonStyles.primary}`} form={formId} aria-disabled={edit.busy}>
          {edit.busy ? "Saving…" : "Save"}
        </button>
      </footer>
    </Modal>
  );
}
