/**
 * A rule as the service takes it (`docs/recurrence.md`): every rule that it can hold can be read here, said in words and
 * written again.
 */
export interface Repetition {
  readonly frequency: "DAILY" | "WEEKLY" | "MONTHLY" | "YEARLY";
  readonly interval: number;
  /** MO to SU, for weekly ones; empty means the due day's own. A monthly one has one, with its number before it: 2TU, -1FR. */
  readonly weekdays: readonly string[];
  /** What the form does not edit and keeps: BYMONTH, BYMONTHDAY, COUNT, UNTIL. */
  readonly kept: Readonly<Partial<Record<KeptPart, string>>>;
}

type KeptPart = (typeof KEPT)[number];

export const WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"] as const;
const NAMES = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const UNITS = { DAILY: "day", WEEKLY: "week", MONTHLY: "month", YEARLY: "year" } as const;
const KEPT = ["BYMONTH", "BYMONTHDAY", "COUNT", "UNTIL"] as const;
const NTH = /^(-?\d)([A-Z]{2})$/;

export function weekdayName(code: string): string {
  return NAMES[WEEKDAYS.findIndex((day) => day === code)] ?? code;
}

/** @returns the rule as the API takes it: RFC 5545, without the `RRULE:` before it, its parts in the service's order. */
export function ruleOf({ frequency, interval, weekdays, kept }: Repetition): string {
  const parts = [`FREQ=${frequency}`];
  if (interval > 1) parts.push(`INTERVAL=${interval}`);
  const days = frequency === "WEEKLY" ? WEEKDAYS.filter((day) => weekdays.includes(day)) : weekdays;
  if (days.length > 0) parts.push(`BYDAY=${days.join(",")}`);
  return [...parts, ...KEPT.flatMap((name) => (kept[name] === undefined ? [] : [`${name}=${kept[name]}`]))].join(";");
}

/** @returns what the rule says, or null for a rule that this version does not know. */
export function readRule(rule: string): Repetition | null {
  const parts = new Map(rule.split(";").map((part) => part.split("=", 2) as [string, string]));
  const frequency = parts.get("FREQ");
  const known: readonly string[] = ["FREQ", "INTERVAL", "BYDAY", ...KEPT];
  if (!isFrequency(frequency) || [...parts.keys()].some((name) => !known.includes(name))) return null;
  const weekdays = parts.get("BYDAY")?.split(",") ?? [];
  const kept = Object.fromEntries([...parts].filter(([name]) => KEPT.some((other) => other === name)));
  return { frequency, interval: Number(parts.get("INTERVAL") ?? 1), weekdays, kept };
}

/** A rule in words: Every day, Every 2 weeks on Mon and Thu, Every month on the 31st, Every year on 29 Feb, until 1 Jan 2030. */
export function describeRule(rule: string): string {
  const repetition = readRule(rule);
  if (!repetition) return "Repeats by its own rule";
  const { frequency, interval, kept } = repetition;
  const unit = UNITS[frequency];
  const base = interval === 1 ? `Every ${unit}` : `Every ${interval} ${unit}s`;
  return `${base}${whenText(repetition)}${endText(kept)}`;
}

function whenText({ frequency, weekdays, kept }: Repetition): string {
  if (frequency === "YEARLY" && kept.BYMONTH && kept.BYMONTHDAY) {
    // A leap year has every day that there is.
    return ` on ${dateText(`2028-${kept.BYMONTH.padStart(2, "0")}-${kept.BYMONTHDAY.padStart(2, "0")}`, {})}`;
  }
  if (kept.BYMONTHDAY) return ` on the ${ordinal(Number(kept.BYMONTHDAY))}${Number(kept.BYMONTHDAY) === -1 ? " day" : ""}`;
  if (weekdays.length === 0) return "";
  return ` on ${new Intl.ListFormat("en").format(weekdays.map(dayText))}`;
}

function dayText(code: string): string {
  const [, nth, day] = NTH.exec(code) ?? [];
  return nth && day ? `the ${ordinal(Number(nth))} ${weekdayName(day)}` : weekdayName(code);
}

function endText({ COUNT, UNTIL }: Repetition["kept"]): string {
  if (COUNT) return COUNT === "1" ? ", once more" : `, ${COUNT} times`;
  return UNTIL ? `, until ${dateText(UNTIL.replace(/^(....)(..)(..).*$/, "$1-$2-$3"), { year: "numeric" })}` : "";
}

function dateText(day: string, more: Intl.DateTimeFormatOptions): string {
  const format = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC", ...more });
  return format.format(new Date(`${day}T12:00:00Z`));
}

function ordinal(number: number): string {
  if (number === -1) return "last";
  const endings: Readonly<Record<string, string>> = { one: "st", two: "nd", few: "rd" };
  return `${number}${endings[new Intl.PluralRules("en", { type: "ordinal" }).select(number)] ?? "th"}`;
}

function isFrequency(text: string | undefined): text is Repetition["frequency"] {
  return text !== undefined && Object.hasOwn(UNITS, text);
}
