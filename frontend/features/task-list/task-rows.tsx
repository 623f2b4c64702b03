"use client";

import { useRef } from "react";

import { useHotkeys } from "@/ui/use-hotkeys";

import type { TaskActions } from "./task-actions";
import type { ShownTask } from "./task-list";
import { TaskRow } from "./task-row";
import { useKeptFocus } from "./use-kept-focus";
import { useReorder } from "./use-reorder";
import type { Selection } from "./use-selection";

import styles from "./task-rows.module.css";

interface TaskRowsProps {
  readonly tasks: readonly ShownTask[];
  readonly busy: boolean;
  readonly movable: boolean;
  readonly actions: TaskActions;
  readonly selection: Selection;
  readonly onEdit: (task: ShownTask) => void;
}

/** The rows, and the keys that work on the one that has the focus. */
export function TaskRows({ tasks, busy, movable, actions, selection, onEdit }: TaskRowsProps) {
  const rows = useRef<HTMLUListElement>(null);
  const reorder = useReorder(rows, tasks, (task, to, ids) => void actions.move(task, to, ids));
  const kept = useKeptFocus(rows, tasks);

  const focused = (): ShownTask | undefined => {
    const id = document.activeElement?.closest<HTMLElement>("[data-task]")?.dataset["task"];
    return tasks.find((task) => String(task.id) === id && task.id > 0);
  };
  const withFocused = (act: (task: ShownTask) => unknown) => () => {
    const task = focused();
    if (task) act(task);
  };
  const step = (by: number) => () => {
    const titles = [...document.querySelectorAll<HTMLElement>("[data-title]")];
    const task = focused();
    const at = task ? tasks.indexOf(task) : by > 0 ? -1 : tasks.length;
    titles[Math.max(0, Math.min(titles.length - 1, at + by))]?.focus();
  };

  useHotkeys({
    j: step(+1),
    k: step(-1),
    x: withFocused((task) => actions.setCompleted(task, !task.completed)),
    e: withFocused(onEdit),
    s: withFocused((task) => selection.toggle(task.id)),
    "#": withFocused((task) => actions.remove([task])),
    Delete: withFocused((task) => actions.remove([task])),
  });

  return (
    <>
      <ul
        className={styles.rows}
        ref={rows}
        aria-label="Tasks"
        aria-busy={busy}
        data-reordering={reorder.held !== null}
        {...kept}
        onKeyDown={(event) => {
          const task = focused();
          if (!movable || !event.altKey || !task) return;
          if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
          event.preventDefault();
          reorder.nudge(task, event.key === "ArrowUp" ? -1 : 1);
        }}
      >
        {reorder.ordered.map((task) => (
          <TaskRow
            key={task.id}
            task={task}
            actions={actions}
            selection={selection}
            grip={movable && tasks.length > 1 ? reorder.grip(task) : null}
            held={reorder.held === task.id}
            onEdit={() => onEdit(task)}
          />
        ))}
      </ul>
      <p className="visually-hidden" aria-live="assertive">
        {reorder.spoken}
      </p>
    </>
  );
}
