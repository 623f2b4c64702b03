/** The English that this person reads: words are English here, and days, months and hours in another language among them jar. */
export function locale(): string {
  const languages = typeof navigator === "undefined" ? [] : navigator.languages;
  return languages.find((language) => /^en\b/i.test(language)) ?? "en-GB";
}

/** The day a Date falls on here, as the API writes days. */
export function dayOf(date: Date): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** The day so many days after another; days are counted by calendar, whatever the clocks do at night. */
export function addDays(day: string, count: number): string {
  const date = new Date(`${day}T12:00:00Z`);
  date.setUTCDate(date.getUTCDate() + count);
  return date.toISOString().slice(0, 10);
}

export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T12:00:00Z`) - Date.parse(`${from}T12:00:00Z`)) / 86_400_000);
}

export type DueState = "overdue" | "today" | "soon" | "later";

/** How a due moment stands to now; a day without a time is over when the day is. */
export function dueState(date: string, time: string | null, now: Date): DueState {
  const today = dayOf(now);
  if (date < today) return "overdue";
  if (date > today) return date === addDays(today, 1) ? "soon" : "later";
  return time !== null && time < clockOf(now) ? "overdue" : "today";
}

/** A due day in the fewest words: Today, Tomorrow, Fri, 24 Dec, 3 Jan 2031. */
export function dueLabel(date: string, time: string | null, today: string, language = locale()): string {
  const label = dayLabel(date, today, language);
  return time === null ? label : `${label}, ${timeLabel(time, language)}`;
}

/** A time of day with twelve hours or twenty-four, as it is written there: 18:30, 6:30 PM. */
function timeLabel(time: string, language: string): string {
  const format = new Intl.DateTimeFormat(language, { hour: "numeric", minute: "2-digit", timeZone: "UTC" });
  return format.format(new Date(`1970-01-01T${time}Z`));
}

function dayLabel(date: string, today: string, language: string): string {
  const away = daysBetween(today, date);
  if (away === 0) return "Today";
  if (away === 1) return "Tomorrow";
  if (away === -1) return "Yesterday";
  const sameYear = date.slice(0, 4) === today.slice(0, 4);
  const format: Intl.DateTimeFormatOptions =
    away > 1 && away < 7
      ? { weekday: "long" }
      : { day: "numeric", month: "short", ...(sameYear ? {} : { year: "numeric" }) };
  return new Intl.DateTimeFormat(language, { ...format, timeZone: "UTC" }).format(new Date(`${date}T12:00:00Z`));
}

/** A moment as people say it: 24 Dec, 14:05. */
export function momentLabel(moment: string, language = locale()): string {
  return new Intl.DateTimeFormat(language, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" }).format(
    new Date(moment),
  );
}

export function timeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function clockOf(now: Date): string {
  return `${String(now.getHours()).padStart(2, "0")}:${String(now.getMinutes()).padStart(2, "0")}`;
}
