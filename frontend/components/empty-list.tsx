import { narrowings, withoutNarrowing, type TaskView } from "@/lib/task-view";

interface EmptyListProps {
  readonly view: TaskView;
  readonly onChange: (change: Partial<TaskView>) => void;
}

export function EmptyList({ view, onChange }: EmptyListProps) {
  if (view.q !== "" || narrowings(view) > 0) {
    return (
      <div className="empty">
        <EmptyPicture />
        <h2>Nothing matches</h2>
        <p className="quiet">No task fits this search and these filters.</p>
        <button className="button" onClick={() => onChange(withoutNarrowing(view))}>
          Clear search and filters
        </button>
      </div>
    );
  }
  return (
    <div className="empty">
      <EmptyPicture />
      <h2>{view.show === "done" ? "Nothing done yet" : "All clear"}</h2>
      <p className="quiet">
        {view.show === "done" ? "What you complete gathers here." : "Add what is on your mind. It will be kept."}
      </p>
    </div>
  );
}

export function EmptyPicture() {
  return (
    <svg className="empty__picture" viewBox="0 0 120 84" aria-hidden="true">
      <rect x="14" y="16" width="92" height="16" rx="8" />
      <rect x="14" y="42" width="92" height="16" rx="8" />
      <rect x="14" y="68" width="60" height="16" rx="8" className="empty__faint" />
      <circle cx="22" cy="24" r="4" />
      <circle cx="22" cy="50" r="4" />
      <path d="M78 70l8 8 20-24" />
    </svg>
  );
}
