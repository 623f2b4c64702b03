import { describe, expect, it } from "vitest";

import { conflicts, patchOf, yielding } from "@/features/task-detail/merging";

import { task } from "../sample";

describe("merging", () => {
  const base = task(1, { title: "A", description: "B" });

  it("sends only what was changed", () => {
    expect(patchOf(base, { ...base, title: "A2", tags: [] })).toEqual({ title: "A2" });
  });

  it("asks only about fields that both changed to something else", () => {
    const patch = { title: "Mine", description: "Same" };
    expect(conflicts(base, patch, { ...base, title: "Theirs", description: "Same", priority: "high" })).toEqual(["title"]);
    expect(yielding(patch, ["title"])).toEqual({ description: "Same" });
  });
});
