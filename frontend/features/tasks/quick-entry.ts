import type { Priority, TaskDraft } from "@tasks/api-client";

import { addDays, dayOf } from "@/shared/dates";

const WEEKDAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/**
 * Reads one line into a task: `Call mum @tomorrow !high #family`.
 *
 * `#word` is a tag, `!low !medium !high` the priority, `@today @tomorrow @fri @2026-12-24` the day, `@18:30` the time (of
 * today, if no day is named). Anything not understood stays in the title.
 */
export function readQuickEntry(line: string, now: Date): TaskDraft {
  const words: string[] = [];
  const tags: string[] = [];
  let priority: Priority = "none";
  let date: string | null = null;
  let time: string | null = null;
  for (const word of line.trim().split(/\s+/)) {
    const day = /^@/.test(word) ? readDay(word.slice(1).toLowerCase(), now) : null;
    if (/^#[^\s#]{1,50}$/u.test(word) && !tags.some((tag) => sameText(tag, word.slice(1)))) tags.push(word.slice(1));
    else if (/^!(low|medium|high)$/i.test(word)) priority = word.slice(1).toLowerCase() as Priority;
    else if (/^@([01]\d|2[0-3]):[0-5]\d$/.test(word)) time = word.slice(1);
    else if (day) date = day;
    else words.push(word);
  }
  if (time !== null) date ??= dayOf(now);
  return { title: words.join(" "), priority, due_date: date, due_time: time, tags };
}

function readDay(word: string, now: Date): string | null {
  const today = dayOf(now);
  if (word === "today") return today;
  if (word === "tomorrow") return addDays(today, 1);
  const weekday = WEEKDAYS.findIndex((name) => word.length >= 3 && (word === name || isFullName(word, name)));
  // The next such day, never today: who means today says so.
  if (weekday >= 0) return addDays(today, (weekday - now.getDay() + 7) % 7 || 7);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(word)) return null;
  const parsed = new Date(`${word}T12:00:00Z`);
  return Number.isNaN(parsed.getTime()) || parsed.toISOString().slice(0, 10) !== word ? null : word;
}

function isFullName(word: string, short: string): boolean {
  const names = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
  return names.some((name) => name === word && name.startsWith(short));
}

function sameText(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
