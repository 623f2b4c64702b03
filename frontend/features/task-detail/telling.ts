import type { HistoryEvent } from "@tasks/api-client";

import { quoted } from "@/shared/quoted";

import { FIELDS } from "./merging";

const VERBS: Readonly<Record<HistoryEvent["kind"], string>> = {
  created: "Created",
  updated: "Changed",
  completed: "Completed",
  reopened: "Reopened",
  trashed: "Moved to the trash",
  restored: "Restored",
  moved: "Moved in the list",
};

/** One event in words: Changed title from “A” to “B”, by support. */
export function eventText(event: HistoryEvent): string {
  const details = event.kind === "updated" ? changesText(event.changes) : "";
  const actor = { user: "", staff: ", by support", system: ", by itself" }[event.actor];
  return `${VERBS[event.kind]}${details && ` ${details}`}${actor}`;
}

function changesText(changes: HistoryEvent["changes"]): string {
  const told = Object.entries(FIELDS).flatMap(([name, label]) => {
    const change = changes[name];
    return change ? [`${label.toLowerCase()} from ${valueText(change[0])} to ${valueText(change[1])}`] : [];
  });
  return told.join("; ");
}

function valueText(value: unknown): string {
  if (value === null || value === undefined || value === "") return "nothing";
  if (Array.isArray(value)) return value.length === 0 ? "none" : value.map((tag) => `#${String(tag)}`).join(" ");
  return quoted(String(value));
}
