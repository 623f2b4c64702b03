import { EmptyPicture } from "@/ui/empty-picture";

import { narrowings, withoutNarrowing, type TaskView } from "./task-view";

import buttonStyles from "@/ui/button.module.css";
import emptyStyles from "@/ui/empty.module.css";

interface EmptyListProps {
  readonly view: TaskView;
  readonly onChange: (change: Partial<TaskView>) => void;
}

export function EmptyList({ view, onChange }: EmptyListProps) {
  if (view.q !== "" || narrowings(view) > 0) {
    return (
      <div className={emptyStyles.empty}>
        <EmptyPicture />
        <h2>Nothing matches</h2>
        <p className="quiet">No task fits this search and these filters.</p>
        <button type="button" className={buttonStyles.button} onClick={() => onChange(withoutNarrowing(view))}>
          Clear search and filters
        </button>
      </div>
    );
  }
  return (
    <div className={emptyStyles.empty}>
      <EmptyPicture />
      <h2>{view.show === "done" ? "Nothing done yet" : "All clear"}</h2>
      <p className="quiet">
        {view.show === "done" ? "What you complete gathers here." : "Add what is on your mind. It will be kept."}
      </p>
    </div>
  );
}
