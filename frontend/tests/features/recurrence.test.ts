import { describe, expect, it } from "vitest";

import { describeRule, readRule, ruleOf } from "@/features/recurrence/recurrence";

describe("repetitions", () => {
  it("are read as they are written", () => {
    const weekly = { frequency: "WEEKLY", interval: 2, weekdays: ["MO", "TH"] } as const;
    expect(ruleOf(weekly)).toBe("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH");
    expect(readRule(ruleOf(weekly))).toEqual(weekly);
    expect(describeRule(ruleOf(weekly))).toBe("Every 2 weeks on Mon and Thu");
  });

  it("that the form cannot make are left alone", () => {
    expect(readRule("FREQ=MONTHLY;BYDAY=2TU")).toBeNull();
    expect(readRule("FREQ=DAILY;COUNT=3")).toBeNull();
  });
});
