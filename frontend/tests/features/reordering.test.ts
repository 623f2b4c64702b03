import { describe, expect, it } from "vitest";

import { moveTo, movedIds, placeAt } from "@/features/task-list/reordering";

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

describe("a row that is held by a pointer", () => {
  const others = [40, 120, 40, 120];

  it("takes the place of the row over whose middle it is let go, low or tall, down and up", () => {
    for (const height of [40, 90, 120]) {
      expect([20, 100, 180, 260].map((y) => placeAt([40, 120, 40, 120], height, y + height, 0))).toEqual([1, 2, 3, 4]);
      expect([20, 100, 180, 260].map((y) => placeAt(others, height, y, 4))).toEqual([0, 1, 2, 3]);
    }
  });

  it("stays while the pointer is over it, and goes to the ends beyond them", () => {
    expect(placeAt(others, 120, 119, 0)).toBe(0);
    expect(placeAt(others, 40, -500, 3)).toBe(0);
    expect(placeAt(others, 40, 5_000, 1)).toBe(4);
  });

  it("does not waver when the rows have changed places under a pointer that rests", () => {
    for (let y = -10; y < 400; y += 1) {
      for (const now of [0, 1, 2, 3, 4]) {
        const place = placeAt(others, 60, y, now);
        expect(placeAt(others, 60, y, place)).toBe(place);
      }
    }
  });
});
