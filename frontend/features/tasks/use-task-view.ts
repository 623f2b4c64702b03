import { useSearchParams } from "next/navigation";
import { useCallback, useMemo } from "react";

import { readView, viewPath, type TaskView } from "./task-view";

/** The view that the address names, and the way to another one. */
export function useTaskView(): readonly [TaskView, (change: Partial<TaskView>) => void] {
  const parameters = useSearchParams();
  const view = useMemo(() => readView(parameters), [parameters]);
  const change = useCallback(
    (change: Partial<TaskView>) => {
      const path = viewPath({ ...view, ...change });
      if (path === viewPath(view)) return;
      // A choice is a place to come back to, the letters of a search are none. The browser's own history, not the
      // router's: the server has nothing to say to a filter.
      const letters = Object.keys(change).every((name) => name === "q");
      if (letters) window.history.replaceState(null, "", path);
      else window.history.pushState(null, "", path);
    },
    [view],
  );
  return [view, change];
}
