import { describe, expect, it } from "vitest";

import { moveTo, movedIds } from "@/features/task-list/reordering";

import { task } from "../sample";

describe("reordering", () => {
  const ids = [task(3), task(2), task(1)];

  it("says a place by the task below, since positions grow upwards on the screen", () => {
    expect(movedIds(ids, 1, 0)).toEqual([1, 3, 2]);
    expect(moveTo([1, 3, 2], 1)).toEqual({ after: 3 });
    expect(moveTo([3, 1, 2], 1)).toEqual({ after: 2 });
    expect(moveTo([2, 1, 3], 3)).toEqual({ before: 1 });
  });
});
