import type { Priority } from "@tasks/api-client";

import type { TaskActions } from "@/features/task-list/task-actions";
import type { Selection } from "@/features/task-list/use-selection";
import { PRIORITIES } from "@/shared/priorities";
import { Icon } from "@/ui/icon";

import styles from "./selection-bar.module.css";
import buttonStyles from "@/ui/button.module.css";
import checkStyles from "@/ui/check.module.css";
import fieldStyles from "@/ui/field.module.css";

/** What can be done to all chosen tasks at once: one request, all or nothing. */
export function SelectionBar({ selection, actions }: { selection: Selection; actions: TaskActions }) {
  const { tasks } = selection;
  const none = tasks.length === 0;
  const run = (act: () => Promise<void>) => () => {
    selection.end();
    void act();
  };
  const open = tasks.some((task) => !task.completed);
  return (
    <div className={styles.selection} role="toolbar" aria-label="Chosen tasks">
      <label className={styles.all}>
        <input
          type="checkbox"
          className={`${checkStyles.check} ${checkStyles.square}`}
          aria-label="Select all"
          checked={selection.all}
          onChange={selection.toggleAll}
        />
        <span role="status">
          {tasks.length} <span className={styles.word}>chosen</span>
        </span>
      </label>
      <div className={styles.tools}>
        <button
          type="button"
          className={`${buttonStyles.button} ${buttonStyles.small} ${buttonStyles.plain}`}
          disabled={none}
          onClick={run(() => actions.completeAll(tasks.filter((task) => task.completed !== open), open))}
        >
          <Icon name="check" />
          {open ? "Complete" : "Reopen"}
        </button>
        <label>
          <span className="visually-hidden">Priority of the chosen tasks</span>
          <select
            className={`${fieldStyles.select} ${styles.priority}`}
            disabled={none}
            value=""
            onChange={(event) => {
              const priority = event.target.value as Priority;
              run(() => actions.setPriority(tasks, priority))();
            }}
          >
            <option value="" disabled>
              Priority
            </option>
            {(Object.entries(PRIORITIES) as [Priority, string][]).map(([priority, label]) => (
              <option key={priority} value={priority}>
                {label}
              </option>
            ))}
          </select>
        </label>
        <button
          type="button"
          className={`${buttonStyles.button} ${buttonStyles.small} ${buttonStyles.plain}`}
          disabled={none}
          onClick={run(() => actions.remove(tasks))}
        >
          <Icon name="bin" />
          Trash
        </button>
        <button type="button" className={buttonStyles.iconButton} aria-label="Stop selecting" onClick={selection.end}>
          <Icon name="close" />
        </button>
      </div>
    </div>
  );
}
