import { describe, expect, it } from "vitest";

import { filterOf, readView, viewPath } from "@/features/tasks/task-view";
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
