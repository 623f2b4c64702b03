import { describe, expect, it } from "vitest";

import { readQuickEntry } from "@/features/tasks/quick-entry";

// A Saturday.
const NOW = new Date(2026, 10, 21, 12, 0);

describe("the quick entry", () => {
  it("finds day, time, priority and tags anywhere in the line", () => {
    expect(readQuickEntry("#family Call mum @tomorrow @18:30 !high", NOW)).toEqual({
      title: "Call mum", priority: "high", due_date: "2026-11-22", due_time: "18:30", tags: ["family"],
    });
  });

  it("takes a weekday for the next one, never for today", () => {
    expect(readQuickEntry("x @sat", NOW).due_date).toBe("2026-11-28");
    expect(readQuickEntry("x @Monday", NOW).due_date).toBe("2026-11-23");
  });

  it("leaves what it does not know in the title", () => {
    expect(readQuickEntry("mail a@b.example about !important @2026-02-30 # and @", NOW)).toMatchObject({
      title: "mail a@b.example about !important @2026-02-30 # and @", due_date: null, priority: "none", tags: [],
    });
  });

  it("keeps one of two tags that differ in case", () => {
    expect(readQuickEntry("x #Home #home", NOW).tags).toEqual(["Home"]);
  });
});
