import { describe, expect, it } from "vitest";

import { draftFor, filterOf, fitsView, readView, viewPath } from "@/features/tasks/task-view";
import { pathAfterSignIn, signInPath } from "@/shared/paths";

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

describe("a task that is added in a view", () => {
  const view = readView(new URLSearchParams("tag=home&priority=high&due=tomorrow"));
  const today = "2026-11-21";

  it("takes over what the view asks for", () => {
    expect(draftFor(view, { title: "x" }, today)).toMatchObject({ tags: ["home"], priority: "high", due_date: "2026-11-22" });
  });

  it("keeps what it says itself", () => {
    const draft = { title: "x", tags: ["Home"], priority: "low", due_date: "2026-12-24" } as const;
    expect(draftFor(view, draft, today)).toEqual(draft);
  });

  it.each([
    ["", {}, true],
    ["show=done", {}, false],
    ["q=tea", { title: "Buy tea" }, true],
    ["q=tea", { title: "Buy milk" }, false],
    ["tag=home", { tags: ["Home"] }, true],
    ["priority=high", { priority: "low" }, false],
    ["due=none", {}, true],
    ["due=overdue", {}, false],
    ["due=overdue", { due_date: "2026-11-20" }, true],
    ["due=week", { due_date: "2026-11-28" }, false],
    ["due=any", { due_date: "2026-12-28" }, true],
  ] as const)("in /tasks?%s with %o is seen there: %s", (address, content, seen) => {
    const task = { title: "x", priority: "none", tags: [], due_date: null, ...content } as const;
    expect(fitsView(readView(new URLSearchParams(address)), task, today)).toBe(seen);
  });
});
