import { useEffect, useRef, type FocusEvent, type RefObject } from "react";

import type { ShownTask } from "./task-list";

/** Keeps the focus in the list when the row that has it leaves: the row that takes its place gets it. */
export function useKeptFocus(rows: RefObject<HTMLUListElement | null>, tasks: readonly ShownTask[]) {
  const last = useRef<{ readonly id: string; readonly at: number } | null>(null);

  useEffect(() => {
    if (!last.current) return;
    const { id, at } = last.current;
    const now = tasks.findIndex((task) => String(task.id) === id);
    if (now >= 0) last.current = { id, at: now };
    // Where it is anywhere else by now, somebody has put it there.
    else if (document.activeElement === document.body) {
      const titles = [...(rows.current?.querySelectorAll<HTMLElement>("[data-title]") ?? [])];
      titles[Math.min(at, titles.length - 1)]?.focus();
    }
  }, [rows, tasks]);

  return {
    onFocus: ({ target }: FocusEvent) => {
      const id = target.closest<HTMLElement>("[data-task]")?.dataset["task"];
      last.current = id === undefined ? null : { id, at: tasks.findIndex((task) => String(task.id) === id) };
    },
    onBlur: ({ target, relatedTarget }: FocusEvent) => {
      // Into a dialog it goes for a while only.
      if (relatedTarget) last.current = relatedTarget.closest("dialog") ? last.current : null;
      // Nowhere: because the row has left, or because somebody let go of it.
      else requestAnimationFrame(() => target.isConnected && document.hasFocus() && (last.current = null));
    },
  };
}
