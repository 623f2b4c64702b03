import { describe, expect, it } from "vitest";

import { addDays, dayOf, dueLabel, dueState } from "@/shared/dates";

// A Saturday.
const NOW = new Date(2026, 10, 21, 12, 0);

describe("due words", () => {
  it("know that a day without a time is not over before the day is", () => {
    expect(dueState("2026-11-21", null, NOW)).toBe("today");
    expect(dueState("2026-11-21", "11:59", NOW)).toBe("overdue");
    expect(dueState("2026-11-20", null, NOW)).toBe("overdue");
  });

  it("are short", () => {
    expect(dueLabel("2026-11-22", "18:30", dayOf(NOW), "en-GB")).toBe("Tomorrow, 18:30");
    expect(dueLabel("2026-11-22", "18:30", dayOf(NOW), "en-US")).toMatch(/^Tomorrow, 6:30\sPM$/);
    expect(dueLabel("2026-11-27", null, dayOf(NOW), "en-GB")).toBe("Friday");
    expect(dueLabel("2027-01-03", null, dayOf(NOW), "en-GB")).toBe("3 Jan 2027");
  });

  it("count days by calendar over a change of clocks", () => {
    expect(addDays("2026-10-24", 2)).toBe("2026-10-26");
    expect(addDays("2028-02-28", 1)).toBe("2028-02-29");
  });
});
