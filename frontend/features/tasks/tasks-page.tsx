"use client";

import { useMemo, useRef, useState } from "react";

import { useSigned } from "@/features/session/api-provider";
import { LoadFailure } from "@/features/session/load-failure";
import { findDraft } from "@/features/task-detail/drafts";
import { TaskDialog } from "@/features/task-detail/task-dialog";
import { taskFromDraft } from "@/features/task-list/task-draft";
import { TaskRows } from "@/features/task-list/task-rows";
import { TaskSkeleton } from "@/features/task-list/task-skeleton";
import { useSelection } from "@/features/task-list/use-selection";
import { useTaskList } from "@/features/task-list/use-task-list";
import { dayOf, locale, timeZone } from "@/shared/dates";
import { Icon } from "@/ui/icon";
import { useHotkeys } from "@/ui/use-hotkeys";

import { EmptyList } from "./empty-list";
import { FilterBar } from "./filter-bar";
import { QuickAdd } from "./quick-add";
import { SelectionBar } from "./selection-bar";
import { ShortcutHelp } from "./shortcut-help";
import { draftFor, filterOf, fitsView, USUAL_VIEW } from "./task-view";
import { useTaskView } from "./use-task-view";

import taskRowsStyles from "@/features/task-list/task-rows.module.css";
import buttonStyles from "@/ui/button.module.css";
import pageHeadStyles from "@/ui/page-head.module.css";

export function TasksPage() {
  const { toasts, user } = useSigned();
  const [view, changeView] = useTaskView();
  const filter = useMemo(() => filterOf(view, timeZone()), [view]);
  const { list, state, actions } = useTaskList(filter);
  const selection = useSelection(state.tasks);
  // What was being written when the page went away is there again.
  const [editing, setEditing] = useState(() => (typeof window === "undefined" ? null : (findDraft(user.id)?.base.id ?? null)));
  const [helping, setHelping] = useState(false);
  const entry = useRef<HTMLInputElement>(null);
  const search = useRef<HTMLInputElement>(null);

  useHotkeys({
    n: () => entry.current?.focus(),
    "/": () => search.current?.focus(),
    z: () => toasts.act(),
    "?": () => setHelping(true),
  });

  const edited = editing === null ? undefined : list.find(editing);
  const movable = view.sort === "order" && view.show !== "done" && view.q === "";
  return (
    <>
      <header className={pageHeadStyles.pageHead}>
        <div className={pageHeadStyles.title}>
          <h1>Tasks</h1>
          {state.status === "ready" && <Count total={state.total} show={view.show} />}
        </div>
        <div className={pageHeadStyles.tools}>
          <button
            type="button"
            className={buttonStyles.iconButton}
            aria-label="Select several tasks"
            title="Select several tasks"
            aria-pressed={selection.active}
            onClick={selection.toggleActive}
          >
            <Icon name="select" />
          </button>
          <button
            type="button"
            className={buttonStyles.iconButton}
            aria-label="Keyboard shortcuts"
            title="Keyboard shortcuts (?)"
            onClick={() => setHelping(true)}
          >
            <Icon name="help" />
          </button>
        </div>
      </header>
      <QuickAdd
        ref={entry}
        complete={(draft) => draftFor(view, draft, dayOf(new Date()))}
        onCreate={(draft) => {
          const shown = fitsView(view, taskFromDraft(draft, 0, user.id), dayOf(new Date()));
          return actions.create(draft, shown ? undefined : () => changeView(USUAL_VIEW));
        }}
      />
      <FilterBar view={view} onChange={changeView} searchRef={search} />
      {state.status === "loading" && state.tasks.length === 0 && <TaskSkeleton />}
      {state.status === "failed" && <LoadFailure error={state.error} onRetry={() => void list.show(filter)} />}
      {state.status === "ready" && state.tasks.length === 0 && <EmptyList view={view} onChange={changeView} />}
      {state.tasks.length > 0 && (
        <TaskRows
          tasks={state.tasks}
          busy={state.status === "loading"}
          movable={movable}
          actions={actions}
          selection={selection}
          onEdit={(task) => setEditing(task.id)}
        />
      )}
      {state.hasMore && (
        <div className={taskRowsStyles.more}>
          <button type="button" className={buttonStyles.button} aria-disabled={state.loadingMore} onClick={() => list.more().catch(() => undefined)}>
            {state.loadingMore ? "Loading…" : "Show more"}
          </button>
        </div>
      )}
      {selection.active && <SelectionBar selection={selection} actions={actions} />}
      {edited && <TaskDialog key={edited.id} task={edited} actions={actions} onClose={() => setEditing(null)} />}
      {helping && <ShortcutHelp onClose={() => setHelping(false)} />}
    </>
  );
}

function Count({ total, show }: { total: number; show: "open" | "done" | "all" }) {
  const kind = show === "all" ? "" : ` ${show}`;
  return (
    <p className={pageHeadStyles.count} role="status">
      {total.toLocaleString(locale())}
      {kind}
      <span className="visually-hidden">{total === 1 ? " task" : " tasks"}</span>
    </p>
  );
}
