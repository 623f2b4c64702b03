import { useState } from "react";

import type { ShownTask } from "./task-list";

export interface Selection {
  readonly active: boolean;
  readonly tasks: readonly ShownTask[];
  readonly all: boolean;
  has(id: number): boolean;
  toggle(id: number): void;
  toggleAll(): void;
  toggleActive(): void;
  end(): void;
}

/** Which of the shown tasks are chosen for doing something to all of them. */
export function useSelection(shown: readonly ShownTask[]): Selection {
  const [active, setActive] = useState(false);
  const [ids, setIds] = useState<ReadonlySet<number>>(new Set());
  // A task that has left the list has left the selection, too.
  const tasks = shown.filter((task) => ids.has(task.id));
  const all = shown.length > 0 && tasks.length === shown.length;
  const end = () => {
    setActive(false);
    setIds(new Set());
  };
  return {
    active,
    tasks,
    all,
    has: (id) => ids.has(id),
    toggle: (id) => {
      setActive(true);
      setIds((known) => new Set(known.has(id) ? [...known].filter((other) => other !== id) : [...known, id]));
    },
    toggleAll: () => setIds(new Set(all ? [] : shown.map((task) => task.id))),
    toggleActive: () => (active ? end() : setActive(true)),
    end,
  };
}
