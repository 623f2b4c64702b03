import type { Priority } from "@tasks/api-client";

/** By what the service calls them, the most urgent first. */
export const PRIORITIES: Readonly<Record<Priority, string>> = {
  high: "High",
  medium: "Medium",
  low: "Low",
  none: "None",
};
