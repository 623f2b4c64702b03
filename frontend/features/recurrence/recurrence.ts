/** The repetitions the form can make; a rule it cannot is kept as it is and shown by its text. */
export interface Repetition {
  readonly frequency: "DAILY" | "WEEKLY" | "MONTHLY" | "YEARLY";
  readonly interval: number;
  /** MO to SU, for weekly ones; empty means the due day's own. */
  readonly weekdays: readonly string[];
}

export const WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"] as const;
const NAMES = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const UNITS = { DAILY: "day", WEEKLY: "week", MONTHLY: "month", YEARLY: "year" } as const;

export function weekdayName(code: string): string {
  return NAMES[WEEKDAYS.findIndex((day) => day === code)] ?? code;
}

/** @returns the rule as the API takes it: RFC 5545, without the `RRULE:` before it. */
export function ruleOf({ frequency, interval, weekdays }: Repetition): string {
  const parts = [`FREQ=${frequency}`];
  if (interval > 1) parts.push(`INTERVAL=${interval}`);
  if (frequency === "WEEKLY" && weekdays.length > 0) {
    parts.push(`BYDAY=${WEEKDAYS.filter((day) => weekdays.includes(day)).join(",")}`);
  }
  return parts.join(";");
}

/** @returns what the rule says, or null when it says more than the form can show. */
export function readRule(rule: string): Repetition | null {
  const parts = new Map(rule.split(";").map((part) => part.split("=", 2) as [string, string]));
  const frequency = parts.get("FREQ");
  const known = ["FREQ", "INTERVAL", ...(frequency === "WEEKLY" ? ["BYDAY"] : [])];
  if (!isFrequency(frequency) || [...parts.keys()].some((name) => !known.includes(name))) return null;
  const weekdays = parts.get("BYDAY")?.split(",") ?? [];
  return { frequency, interval: Number(parts.get("INTERVAL") ?? 1), weekdays };
}

/** A rule in words: Every day, Every 2 weeks on Mon and Thu. */
export function describeRule(rule: string): string {
  const repetition = readRule(rule);
  if (!repetition) return "Repeats by its own rule";
  const { frequency, interval, weekdays } = repetition;
  const unit = UNITS[frequency];
  const base = interval === 1 ? `Every ${unit}` : `Every ${interval} ${unit}s`;
  if (weekdays.length === 0) return base;
  return `${base} on ${new Intl.ListFormat("en").format(weekdays.map(weekdayName))}`;
}

function isFrequency(text: string | undefined): text is Repetition["frequency"] {
  return text !== undefined && Object.hasOwn(UNITS, text);
}
