import type { Move } from "@tasks/api-client";
import { useEffect, useEffectEvent, useState, type ButtonHTMLAttributes, type RefObject } from "react";

import { followPointer } from "./follow-pointer";
import { moveTo, movedIds, placeAt } from "./reordering";
import type { ShownTask } from "./task-list";

export type GripProps = Pick<
  ButtonHTMLAttributes<HTMLButtonElement>,
  "onPointerDown" | "onKeyDown" | "onBlur" | "aria-pressed" | "title"
>;

interface Held {
  readonly id: number;
  readonly to: number;
  /** The pointer that holds it; null when it was lifted by a key. */
  readonly pointer: number | null;
}

type Drop = (task: ShownTask, to: Move, ids: readonly number[]) => void;

/** Moving rows by their grip: with a finger or the mouse, or with space, arrows and space again. */
export function useReorder(rows: RefObject<HTMLUListElement | null>, tasks: readonly ShownTask[], onDrop: Drop) {
  const [held, setHeld] = useState<Held | null>(null);
  const [spoken, setSpoken] = useState("");
  const ids = held ? movedIds(tasks, held.id, held.to) : null;
  const ordered = ids ? ids.flatMap((id) => tasks.find((task) => task.id === id) ?? []) : tasks;
  const placeOf = (id: number): number => tasks.findIndex((task) => task.id === id);

  function drop(id: number, to: number): void {
    setHeld(null);
    const task = tasks.find((task) => task.id === id);
    // It has left while it was held: done elsewhere, or thrown away.
    if (!task) return;
    if (placeOf(id) === to) return setSpoken(`${task.title} stays where it was.`);
    const order = movedIds(tasks, id, to);
    setSpoken(`${task.title} is now number ${to + 1} of ${tasks.length}.`);
    onDrop(task, moveTo(order, id), order);
  }

  function cancel(id: number): void {
    setHeld(null);
    setSpoken(`${tasks.find((task) => task.id === id)?.title ?? "The task"} stays where it was.`);
  }

  const pointer = held?.pointer ?? null;
  const carryTo = useEffectEvent((clientY: number) => {
    if (held) setHeld({ ...held, to: placeUnder(clientY, rows.current, tasks, held) });
  });
  const letGo = useEffectEvent(() => held && drop(held.id, held.to));
  const giveUp = useEffectEvent(() => held && cancel(held.id));
  useEffect(() => {
    if (pointer === null) return;
    return followPointer(pointer, { onMove: (y) => carryTo(y), onDrop: () => letGo(), onCancel: () => giveUp() });
  }, [pointer]);

  function lift(task: ShownTask): void {
    setHeld({ id: task.id, to: placeOf(task.id), pointer: null });
    setSpoken(`${task.title} is lifted. Arrow keys move it, space puts it down, escape leaves it.`);
  }

  function carry(id: number, to: number): void {
    const place = Math.max(0, Math.min(tasks.length - 1, to));
    setHeld({ id, to: place, pointer: null });
    setSpoken(`Number ${place + 1} of ${tasks.length}.`);
  }

  function onKey(task: ShownTask, key: string): boolean {
    const mine = held?.id === task.id && held.pointer === null ? held : null;
    if (key === " " || key === "Enter") {
      if (mine) drop(mine.id, mine.to);
      else lift(task);
      return true;
    }
    if (!mine) return false;
    if (key === "Escape") cancel(mine.id);
    else if (key === "ArrowUp") carry(mine.id, mine.to - 1);
    else if (key === "ArrowDown") carry(mine.id, mine.to + 1);
    else return false;
    return true;
  }

  const grip = (task: ShownTask): GripProps => ({
    title: "Drag to move, or press space and use the arrow keys",
    "aria-pressed": held?.id === task.id,
    onPointerDown: (event) => {
      if (event.button === 0) setHeld({ id: task.id, to: placeOf(task.id), pointer: event.pointerId });
    },
    onKeyDown: (event) => {
      if (event.altKey || !onKey(task, event.key)) return;
      event.preventDefault();
      event.stopPropagation();
    },
    onBlur: () => {
      if (held?.id === task.id && held.pointer === null) cancel(task.id);
    },
  });

  return {
    ordered,
    held: held?.id ?? null,
    spoken,
    grip,
    nudge: (task: ShownTask, by: number) => drop(task.id, Math.max(0, Math.min(tasks.length - 1, placeOf(task.id) + by))),
  };
}

/** The place at which the held row lies under the pointer, by the rows' heights as they are now. */
function placeUnder(clientY: number, rows: HTMLUListElement | null, tasks: readonly ShownTask[], held: Held): number {
  if (!rows) return held.to;
  const heights = new Map([...rows.children].map((row) => [row.getAttribute("data-task"), row.getBoundingClientRect().height]));
  const heightOf = (id: number): number => heights.get(String(id)) ?? 0;
  const others = tasks.filter((task) => task.id !== held.id).map((task) => heightOf(task.id));
  return placeAt(others, heightOf(held.id), clientY - rows.getBoundingClientRect().top, held.to);
}
