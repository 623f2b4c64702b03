import { describe, expect, it } from "vitest";

import { addDays, dueLabel, dueState } from "@/lib/dates";
import { EnvError, readEnv } from "@/lib/env";
import { conflicts, patchOf, yielding } from "@/lib/merging";
import { pathAfterSignIn, signInPath } from "@/lib/paths";
import { readQuickEntry } from "@/lib/quick-entry";
import { quoted } from "@/lib/quoted";
import { describeRule, readRule, ruleOf } from "@/lib/recurrence";
import { moveTo, movedIds } from "@/lib/reordering";
import { filterOf, readView, viewPath } from "@/lib/task-view";
import { eventText } from "@/lib/telling";
import type { Task } from "@tasks/api-client";

// A Saturday.
const NOW = new Date(2026, 10, 21, 12, 0);
const SECRET = "a".repeat(31) + "é";

function task(id: number, more: Partial<Task> = {}): Task {
  return {
    id, user_id: "alice", title: "T", description: "", completed: false, completed_at: null, priority: "none",
    due_date: null, due_time: null, tags: [], position: id, version: 1, created_at: "", updated_at: "", ...more,
  } as Task;
}

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

describe("due words", () => {
  it("know that a day without a time is not over before the day is", () => {
    expect(dueState("2026-11-21", null, NOW)).toBe("today");
    expect(dueState("2026-11-21", "11:59", NOW)).toBe("overdue");
    expect(dueState("2026-11-20", null, NOW)).toBe("overdue");
  });

  it("are short", () => {
    expect(dueLabel("2026-11-22", "18:30", NOW, "en-GB")).toBe("Tomorrow, 18:30");
    expect(dueLabel("2026-11-27", null, NOW, "en-GB")).toBe("Friday");
    expect(dueLabel("2027-01-03", null, NOW, "en-GB")).toBe("3 Jan 2027");
  });

  it("count days by calendar over a change of clocks", () => {
    expect(addDays("2026-10-24", 2)).toBe("2026-10-26");
    expect(addDays("2028-02-28", 1)).toBe("2028-02-29");
  });
});

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

describe("merging", () => {
  const base = task(1, { title: "A", description: "B" });

  it("sends only what was changed", () => {
    expect(patchOf(base, { ...base, title: "A2", tags: [] })).toEqual({ title: "A2" });
  });

  it("asks only about fields that both changed to something else", () => {
    const patch = { title: "Mine", description: "Same" };
    expect(conflicts(base, patch, { ...base, title: "Theirs", description: "Same", priority: "high" })).toEqual(["title"]);
    expect(yielding(patch, ["title"])).toEqual({ description: "Same" });
  });
});

describe("reordering", () => {
  const ids = [task(3), task(2), task(1)];

  it("says a place by the task below, since positions grow upwards on the screen", () => {
    expect(movedIds(ids, 1, 0)).toEqual([1, 3, 2]);
    expect(moveTo([1, 3, 2], 1)).toEqual({ after: 3 });
    expect(moveTo([3, 1, 2], 1)).toEqual({ after: 2 });
    expect(moveTo([2, 1, 3], 3)).toEqual({ before: 1 });
  });
});

describe("the address", () => {
  it("holds a view and gives it back", () => {
    const view = readView(new URLSearchParams("show=all&q=tea&priority=high&due=week&tag=home&sort=due"));
    expect(viewPath(view)).toBe("/tasks?show=all&q=tea&priority=high&due=week&tag=home&sort=due");
    expect(filterOf(view, "Europe/Oslo")).toMatchObject({ q: "tea", priority: ["high"], tz: "Europe/Oslo" });
  });

  it("that nobody understands is the usual view", () => {
    expect(viewPath(readView(new URLSearchParams("show=nothing&sort=random&priority=urgent")))).toBe("/tasks");
  });

  it("of the way back stays inside", () => {
    for (const bad of ["https://evil.example/tasks", "//evil.example/tasks", "/\\evil.example/tasks", "javascript:alert(1)", "/api/token", ""]) {
      expect(pathAfterSignIn(bad)).toBe("/tasks");
    }
    expect(pathAfterSignIn("/tasks?q=a")).toBe("/tasks?q=a");
    expect(signInPath("/tasks?q=a")).toBe("/sign-in?next=%2Ftasks%3Fq%3Da");
  });
});

describe("the environment", () => {
  const refusal = (source: Record<string, string>): string => {
    try {
      readEnv(source);
    } catch (error) {
      if (error instanceof EnvError) return error.message;
    }
    return "";
  };

  it("is enough with a secret", () => {
    const env = readEnv({ BETTER_AUTH_SECRET: SECRET });
    expect(env).toMatchObject({ apiUrl: "http://localhost:8000", databaseUrl: "file:./auth.db", apiTokenSeconds: 300 });
    expect(env.url.origin).toBe("http://localhost:3000");
  });

  it("that is wrong is told in whole, without the secret", () => {
    const message = refusal({ BETTER_AUTH_SECRET: "shorty", BETTER_AUTH_URL: "localhost", AUTH_DATABASE_URL: "mysql://x" });
    expect(message).toContain("has 6 characters");
    expect(message).toContain("BETTER_AUTH_URL is not");
    expect(message).toContain("AUTH_DATABASE_URL is neither");
    expect(message).not.toContain("shorty");
  });

  it("knows the classic mistakes with secrets", () => {
    expect(refusal({})).toContain("is not set");
    expect(refusal({ BETTER_AUTH_SECRET: ` ${SECRET}` })).toContain("spaces or quotes");
    expect(refusal({ BETTER_AUTH_SECRET: `"${SECRET}"` })).toContain("spaces or quotes");
    expect(refusal({ BETTER_AUTH_SECRET: "better-auth-secret-12345678901234567890" })).toContain("published default");
    expect(refusal({ BETTER_AUTH_SECRET_FILE: "/nowhere" })).toContain("cannot be read");
  });
});

describe("the history", () => {
  it("tells what changed from what to what", () => {
    const event = { id: 1, at: "", request_id: "r", kind: "updated", actor: "staff" } as const;
    expect(eventText({ ...event, changes: { title: ["A", "B"], tags: [[], ["x"]], position: [1, 2] } })).toBe(
      "Changed title from “A” to “B”; tags from none to #x, by support",
    );
    expect(eventText({ ...event, kind: "completed", actor: "user", changes: {} })).toBe("Completed");
  });
});

describe("a quotation", () => {
  it("is not turned round by what is quoted", () => {
    expect(quoted("Call mum")).toBe("“Call mum”");
    expect(quoted("abc\u202egnp.exe")).toBe("“abcgnp.exe”");
    expect(quoted("\u2069\u202eout")).toBe("“out”");
    expect(quoted("שלום")).toBe("“\u2068שלום\u2069”");
  });
});
