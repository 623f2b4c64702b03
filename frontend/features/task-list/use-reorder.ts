import type { Move } from "@tasks/api-client";
import { useEffect, useEffectEvent, useState, type HTMLAttributes, type RefObject, type SyntheticEvent } from "react";

import { followPointer } from "./follow-pointer";
import { moveTo, movedIds, placeAt } from "./reordering";
import type { ShownTask } from "./task-list";

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

  /** The task by whose grip something happened. */
  function gripped({ target }: SyntheticEvent): ShownTask | undefined {
    const grip = target instanceof Element ? target.closest("[data-grip]") : null;
    const id = grip?.closest<HTMLElement>("[data-task]")?.dataset["task"];
    return tasks.find((task) => String(task.id) === id);
  }

  // On the list, not on each grip: rows then have nothing that is new at every drawing.
  const list = {
    onPointerDown: (event) => {
      const task = event.button === 0 ? gripped(event) : undefined;
      if (task) setHeld({ id: task.id, to: placeOf(task.id), pointer: event.pointerId });
    },
    onKeyDown: (event) => {
      const task = event.altKey ? undefined : gripped(event);
      if (!task || !onKey(task, event.key)) return;
      event.preventDefault();
      event.stopPropagation();
    },
    onBlur: (event) => {
      const task = gripped(event);
      if (task && held?.id === task.id && held.pointer === null) cancel(task.id);
    },
  } satisfies HTMLAttributes<HTMLUListElement>;

  return {
    ordered,
    held: held?.id ?? null,
    spoken,
    list,
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
