import { memo } from "react";

import { Icon } from "@/ui/icon";

import type { TaskActions } from "./task-actions";
import type { ShownTask } from "./task-list";
import { TaskMeta } from "./task-meta";

import styles from "./task-row.module.css";
import buttonStyles from "@/ui/button.module.css";
import checkStyles from "@/ui/check.module.css";

const GRIP = { title: "Drag to move, or press space and use the arrow keys", "data-grip": true } as const;

interface TaskRowProps {
  readonly task: ShownTask;
  readonly actions: TaskActions;
  /** Whether rows are being chosen, and whether this one is. */
  readonly selecting: boolean;
  readonly selected: boolean;
  readonly movable: boolean;
  readonly held: boolean;
  readonly onSelect: (id: number) => void;
  readonly onEdit: (task: ShownTask) => void;
}

/** Drawn again only when something of its own is another: a list may have thousands. */
export const TaskRow = memo(function TaskRow(props: TaskRowProps) {
  const { task, actions, selecting, selected, movable, held, onSelect, onEdit } = props;
  // A draft has no id at the service yet: it can be seen, but nothing can be done to it.
  const draft = task.id < 0;
  return (
    <li
      className={styles.row}
      data-task={task.id}
      data-done={task.completed}
      data-waiting={task.waiting}
      data-held={held}
      data-selected={selected}
    >
      {movable && !selecting && (
        <button type="button" className={styles.grip} aria-label={`Move ${task.title}`} disabled={draft} {...GRIP} aria-pressed={held}>
          <Icon name="grip" />
        </button>
      )}
      {selecting ? (
        <label className={styles.hit}>
          <input
            type="checkbox"
            className={`${checkStyles.check} ${checkStyles.square}`}
            aria-label={`Select ${task.title}`}
            checked={selected}
            disabled={draft}
            onChange={() => onSelect(task.id)}
          />
        </label>
      ) : (
        <label className={styles.hit}>
          <input
            type="checkbox"
            className={checkStyles.check}
            aria-label={`Complete ${task.title}`}
            checked={task.completed}
            disabled={draft}
            onChange={() => void actions.setCompleted(task, !task.completed)}
          />
        </label>
      )}
      <div className={styles.text}>
        <button type="button" className={styles.title} dir="auto" data-title disabled={draft} onClick={() => onEdit(task)}>
          {task.title}
        </button>
        {task.description !== "" && <p className={styles.more} dir="auto">{task.description}</p>}
        <div className={styles.meta}>
          <TaskMeta task={task} />
        </div>
      </div>
      {!draft && !selecting && (
        <div className={styles.tools}>
          <button
            type="button"
            className={buttonStyles.iconButton}
            aria-label={`Move ${task.title} to the trash`}
            title="Move to the trash (#)"
            onClick={() => void actions.remove([task])}
          >
            <Icon name="bin" />
          </button>
        </div>
      )}
    </li>
  );
});
