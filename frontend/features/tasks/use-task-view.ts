import { useSearchParams } from "next/navigation";
import { useCallback, useMemo } from "react";

import { readView, viewPath, type TaskView } from "./task-view";

/** The view that the address names, and the way to another one. */
export function useTaskView(): readonly [TaskView, (change: Partial<TaskView>) => void] {
  const parameters = useSearchParams();
  const view = useMemo(() => readView(parameters), [parameters]);
  const change = useCallback(
    // The browser's own history, not the router's: the server has nothing to say to a filter.
    (change: Partial<TaskView>) => window.history.replaceState(null, "", viewPath({ ...view, ...change })),
    [view],
  );
  return [view, change];
}
