"use client";

import type { Task } from "@tasks/api-client";
import { useMemo } from "react";

import { LoadFailure } from "@/features/session/load-failure";
import type { TaskActions } from "@/features/task-list/task-actions";
import type { TaskList, TaskListState } from "@/features/task-list/task-list";
import { TaskSkeleton } from "@/features/task-list/task-skeleton";
import { useTaskList } from "@/features/task-list/use-task-list";
import { momentLabel } from "@/shared/dates";
import { EmptyPicture } from "@/ui/empty-picture";
import { Icon } from "@/ui/icon";

import taskRowStyles from "@/features/task-list/task-row.module.css";
import taskRowsStyles from "@/features/task-list/task-rows.module.css";
import buttonStyles from "@/ui/button.module.css";
import emptyStyles from "@/ui/empty.module.css";
import pageHeadStyles from "@/ui/page-head.module.css";

export function TrashPage() {
  const filter = useMemo(() => ({ deleted: true, limit: 50 }), []);
  const { list, state, actions } = useTaskList(filter);
  return (
    <>
      <header className={pageHeadStyles.pageHead}>
        <h1>Trash</h1>
      </header>
      <p className={`${pageHeadStyles.pageLead} quiet`}>What lies here is kept for 30 days, then it is gone for good.</p>
      <TrashBody list={list} state={state} actions={actions} onRetry={() => void list.show(filter)} />
    </>
  );
}

interface TrashBodyProps {
  readonly list: TaskList;
  readonly state: TaskListState;
  readonly actions: TaskActions;
  readonly onRetry: () => void;
}

function TrashBody({ list, state, actions, onRetry }: TrashBodyProps) {
  if (state.status === "loading") return <TaskSkeleton />;
  if (state.status === "failed") return <LoadFailure error={state.error} onRetry={onRetry} />;
  if (state.tasks.length === 0) {
    return (
      <div className={emptyStyles.empty}>
        <EmptyPicture />
        <h2>The trash is empty</h2>
        <p className="quiet">Tasks that you remove wait here for a while.</p>
      </div>
    );
  }
  const restore = (task: Task) => {
    list.forget([task.id]);
    void actions.restore([task]);
  };
  return (
    <>
      <ul className={taskRowsStyles.rows} aria-label="Tasks in the trash">
        {state.tasks.map((task) => (
          <TrashRow key={task.id} task={task} onRestore={() => restore(task)} />
        ))}
      </ul>
      {state.hasMore && (
        <div className={taskRowsStyles.more}>
          <button type="button" className={buttonStyles.button} onClick={() => list.more().catch(() => undefined)}>
            Show more
          </button>
        </div>
      )}
    </>
  );
}

function TrashRow({ task, onRestore }: { task: Task; onRestore: () => void }) {
  return (
    <li className={`${taskRowStyles.row} ${taskRowStyles.trash}`} data-task={task.id}>
      <div className={taskRowStyles.text}>
        <span className={`${taskRowStyles.title} ${taskRowStyles.titleStill}`} dir="auto">{task.title}</span>
        {task.deleted_at && <p className={taskRowStyles.more}>Removed {momentLabel(task.deleted_at)}</p>}
      </div>
      <button type="button" className={`${buttonStyles.button} ${buttonStyles.small}`} aria-label={`Restore ${task.title}`} onClick={onRestore}>
        <Icon name="restore" />
        Restore
      </button>
    </li>
  );
}
