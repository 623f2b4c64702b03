import { describe, expect, it } from "vitest";

import { describeRule, readRule, ruleOf } from "@/features/recurrence/recurrence";

/** A rule of each shape that the service takes (`docs/recurrence.md`), and how it is said. */
const WORDS: Readonly<Record<string, string>> = {
  "FREQ=DAILY": "Every day",
  "FREQ=DAILY;INTERVAL=3;COUNT=5": "Every 3 days, 5 times",
  "FREQ=DAILY;COUNT=1": "Every day, once more",
  "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH": "Every 2 weeks on Mon and Thu",
  "FREQ=WEEKLY;UNTIL=20261231": "Every week, until 31 Dec 2026",
  "FREQ=MONTHLY": "Every month",
  "FREQ=MONTHLY;BYMONTHDAY=1": "Every month on the 1st",
  "FREQ=MONTHLY;BYMONTHDAY=2": "Every month on the 2nd",
  "FREQ=MONTHLY;BYMONTHDAY=13": "Every month on the 13th",
  "FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=23": "Every 2 months on the 23rd",
  "FREQ=MONTHLY;BYMONTHDAY=-1": "Every month on the last day",
  "FREQ=MONTHLY;BYDAY=2TU": "Every month on the 2nd Tue",
  "FREQ=MONTHLY;BYDAY=-1FR;COUNT=4": "Every month on the last Fri, 4 times",
  "FREQ=YEARLY": "Every year",
  "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29": "Every year on 29 Feb",
  "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYMONTHDAY=3;UNTIL=20400101": "Every 4 years on 3 Nov, until 1 Jan 2040",
};

describe("repetitions", () => {
  it.each(Object.entries(WORDS))("%s is said in words and written as it was read", (rule, words) => {
    expect(describeRule(rule)).toBe(words);
    const read = readRule(rule);
    expect(read && ruleOf(read)).toBe(rule);
  });

  it("keep the day of the month, the number and the end when another interval is chosen", () => {
    const read = readRule("FREQ=MONTHLY;BYMONTHDAY=31;COUNT=5");
    expect(read && ruleOf({ ...read, interval: 3 })).toBe("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=31;COUNT=5");
  });

  it("that nobody knows yet are left alone", () => {
    expect(readRule("FREQ=HOURLY")).toBeNull();
    expect(readRule("FREQ=DAILY;BYSETPOS=1")).toBeNull();
    expect(describeRule("FREQ=HOURLY")).toBe("Repeats by its own rule");
  });
});
