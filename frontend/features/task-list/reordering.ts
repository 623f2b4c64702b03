import type { Move, Task } from "@tasks/api-client";

/** The ids in the order they would have with one task at another place. */
export function movedIds(tasks: readonly Task[], id: number, to: number): readonly number[] {
  const rest = tasks.map((task) => task.id).filter((other) => other !== id);
  return [...rest.slice(0, to), id, ...rest.slice(to)];
}

/**
 * How to tell the service where a task went.
 *
 * @param ids the order on the screen, which runs against positions: the highest stands on top. So above on the screen is
 *   `after` for the service.
 */
export function moveTo(ids: readonly number[], id: number): Move {
  const at = ids.indexOf(id);
  const above = ids[at - 1];
  const below = ids[at + 1];
  if (below !== undefined) return { after: below };
  return above === undefined ? { to: "bottom" } : { before: above };
}

/**
 * Where among the others a held row belongs so that it lies under the pointer, or as near to it as can be. Computed from
 * heights alone, not from what lies where: rows change places while one is carried past them.
 *
 * @param others the heights of the other rows, from the top.
 * @param height the held row's own.
 * @param y how far the pointer is below the top of the list.
 * @param now its present place, which it keeps while the pointer is over it: a tall row does not run ahead.
 */
export function placeAt(others: readonly number[], height: number, y: number, now: number): number {
  const tops = [0];
  for (const other of others) tops.push((tops.at(-1) ?? 0) + other);
  const away = (place: number): number => {
    const top = tops[place] ?? 0;
    return Math.max(top - y, 0, y - top - height);
  };
  const nearer = (one: number, other: number): number =>
    away(one) - away(other) || Math.abs(one - now) - Math.abs(other - now);
  return tops.reduce((best, _, place) => (nearer(place, best) < 0 ? place : best), Math.min(now, others.length));
}
