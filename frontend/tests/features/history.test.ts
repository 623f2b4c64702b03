import { describe, expect, it } from "vitest";

import { eventText } from "@/features/task-detail/telling";

describe("the history", () => {
  it("tells what changed from what to what", () => {
    const event = { id: 1, at: "", request_id: "r", kind: "updated", actor: "staff" } as const;
    expect(eventText({ ...event, changes: { title: ["A", "B"], tags: [[], ["x"]], position: [1, 2] } })).toBe(
      "Changed title from “A” to “B”; tags from none to #x, by support",
    );
    expect(eventText({ ...event, kind: "completed", actor: "user", changes: {} })).toBe("Completed");
  });
});
