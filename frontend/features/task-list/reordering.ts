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
