import type { Move } from "@tasks/api-client";
import { useState, type ButtonHTMLAttributes, type PointerEvent, type RefObject } from "react";

import { moveTo, movedIds } from "./reordering";
import type { ShownTask } from "./task-list";

export type GripProps = Pick<
  ButtonHTMLAttributes<HTMLButtonElement>,
  "onPointerDown" | "onPointerMove" | "onPointerUp" | "onPointerCancel" | "onKeyDown" | "onBlur" | "aria-pressed" | "title"
>;

interface Held {
  readonly id: number;
  readonly to: number;
  readonly by: "pointer" | "keys";
}

type Drop = (task: ShownTask, to: Move, ids: readonly number[]) => void;

/** Moving rows by their grip: with a finger or the mouse, or with space, arrows and space again. */
export function useReorder(rows: RefObject<HTMLUListElement | null>, tasks: readonly ShownTask[], onDrop: Drop) {
  const [held, setHeld] = useState<Held | null>(null);
  const [spoken, setSpoken] = useState("");
  const ids = held ? movedIds(tasks, held.id, held.to) : null;
  const ordered = ids ? ids.flatMap((id) => tasks.find((task) => task.id === id) ?? []) : tasks;

  function drop(task: ShownTask, to: number): void {
    setHeld(null);
    if (tasks.indexOf(task) === to) return setSpoken(`${task.title} stays where it was.`);
    const order = movedIds(tasks, task.id, to);
    setSpoken(`${task.title} is now number ${to + 1} of ${tasks.length}.`);
    onDrop(task, moveTo(order, task.id), order);
  }

  function cancel(task: ShownTask): void {
    setHeld(null);
    setSpoken(`${task.title} stays where it was.`);
  }

  function lift(task: ShownTask): void {
    setHeld({ id: task.id, to: tasks.indexOf(task), by: "keys" });
    setSpoken(`${task.title} is lifted. Arrow keys move it, space puts it down, escape leaves it.`);
  }

  function carry(task: ShownTask, to: number): void {
    const place = Math.max(0, Math.min(tasks.length - 1, to));
    setHeld({ id: task.id, to: place, by: "keys" });
    setSpoken(`Number ${place + 1} of ${tasks.length}.`);
  }

  function onKey(task: ShownTask, key: string): boolean {
    const mine = held?.id === task.id && held.by === "keys" ? held : null;
    if (key === " " || key === "Enter") {
      if (mine) drop(task, mine.to);
      else lift(task);
      return true;
    }
    if (!mine) return false;
    if (key === "Escape") cancel(task);
    else if (key === "ArrowUp") carry(task, mine.to - 1);
    else if (key === "ArrowDown") carry(task, mine.to + 1);
    else return false;
    return true;
  }

  const grip = (task: ShownTask): GripProps => ({
    title: "Drag to move, or press space and use the arrow keys",
    "aria-pressed": held?.id === task.id,
    onPointerDown: (event) => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      setHeld({ id: task.id, to: tasks.indexOf(task), by: "pointer" });
    },
    onPointerMove: (event) => {
      if (held?.by === "pointer" && held.id === task.id) setHeld({ ...held, to: placeUnder(event, rows.current, held.to) });
    },
    onPointerUp: () => {
      if (held?.by === "pointer" && held.id === task.id) drop(task, held.to);
    },
    onPointerCancel: () => cancel(task),
    onKeyDown: (event) => {
      if (event.altKey || !onKey(task, event.key)) return;
      event.preventDefault();
      event.stopPropagation();
    },
    onBlur: () => {
      if (held?.id === task.id && held.by === "keys") cancel(task);
    },
  });

  return {
    ordered,
    held: held?.id ?? null,
    spoken,
    grip,
    nudge: (task: ShownTask, by: number) => drop(task, Math.max(0, Math.min(tasks.length - 1, tasks.indexOf(task) + by))),
  };
}

/** Which place lies under the pointer; between two rows, the one it was over last. */
function placeUnder(event: PointerEvent, rows: HTMLUListElement | null, last: number): number {
  const boxes = [...(rows?.children ?? [])].map((row) => row.getBoundingClientRect());
  const over = boxes.findIndex((box) => event.clientY >= box.top && event.clientY < box.bottom);
  if (over >= 0) return over;
  if (boxes[0] && event.clientY < boxes[0].top) return 0;
  const lowest = boxes.at(-1);
  return lowest && event.clientY >= lowest.bottom ? boxes.length - 1 : last;
}
