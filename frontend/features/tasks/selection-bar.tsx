import type { Priority } from "@tasks/api-client";

import type { TaskActions } from "@/features/task-list/task-actions";
import type { Selection } from "@/features/task-list/use-selection";
import { PRIORITIES } from "@/shared/priorities";
import { Icon } from "@/ui/icon";

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
    <div className="selection" role="toolbar" aria-label="Chosen tasks">
      <label className="selection__all">
        <input
          type="checkbox"
          className="check check--square"
          aria-label="Select all"
          checked={selection.all}
          onChange={selection.toggleAll}
        />
        <span role="status">
          {tasks.length} <span className="selection__word">chosen</span>
        </span>
      </label>
      <div className="selection__tools">
        <button
          className="button button--small button--plain"
          disabled={none}
          onClick={run(() => actions.completeAll(tasks.filter((task) => task.completed !== open), open))}
        >
          <Icon name="check" />
          {open ? "Complete" : "Reopen"}
        </button>
        <label>
          <span className="visually-hidden">Priority of the chosen tasks</span>
          <select
            className="select selection__priority"
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
          className="button button--small button--plain"
          disabled={none}
          onClick={run(() => actions.remove(tasks))}
        >
          <Icon name="bin" />
          Trash
        </button>
        <button className="icon-button" aria-label="Stop selecting" onClick={selection.end}>
          <Icon name="close" />
        </button>
      </div>
    </div>
  );
}
