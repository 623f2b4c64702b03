import { Icon } from "@/ui/icon";

import type { TaskActions } from "./task-actions";
import type { ShownTask } from "./task-list";
import { TaskMeta } from "./task-meta";
import type { GripProps } from "./use-reorder";
import type { Selection } from "./use-selection";

import styles from "./task-row.module.css";
import buttonStyles from "@/ui/button.module.css";
import checkStyles from "@/ui/check.module.css";

interface TaskRowProps {
  readonly task: ShownTask;
  readonly actions: TaskActions;
  readonly selection: Selection;
  readonly grip: GripProps | null;
  readonly held: boolean;
  readonly onEdit: () => void;
}

export function TaskRow({ task, actions, selection, grip, held, onEdit }: TaskRowProps) {
  // A draft has no id at the service yet: it can be seen, but nothing can be done to it.
  const draft = task.id < 0;
  const selected = selection.has(task.id);
  return (
    <li
      className={styles.row}
      data-task={task.id}
      data-done={task.completed}
      data-waiting={task.waiting}
      data-held={held}
      data-selected={selected}
    >
      {grip && !selection.active && (
        <button type="button" className={styles.grip} aria-label={`Move ${task.title}`} disabled={draft} {...grip}>
          <Icon name="grip" />
        </button>
      )}
      {selection.active ? (
        <label className={styles.hit}>
          <input
            type="checkbox"
            className={`${checkStyles.check} ${checkStyles.square}`}
            aria-label={`Select ${task.title}`}
            checked={selected}
            disabled={draft}
            onChange={() => selection.toggle(task.id)}
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
        <button type="button" className={styles.title} dir="auto" data-title disabled={draft} onClick={onEdit}>
          {task.title}
        </button>
        {task.description !== "" && <p className={styles.more} dir="auto">{task.description}</p>}
        <div className={styles.meta}>
          <TaskMeta task={task} />
        </div>
      </div>
      {!draft && !selection.active && (
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
}
