/** A class that is misspelt is noticed by nobody: what a component takes from its style must be there, and be taken by somebody. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

import { expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const IMPORT = /import (\w+) from "([^"]+\.module\.css)";/g;

const text = (path: string): string => readFileSync(join(ROOT, path), "utf8");
const files = ["app", "features", "ui"].flatMap((room) =>
  readdirSync(join(ROOT, room), { recursive: true, encoding: "utf8" }).map((name) => join(room, name)),
);
const sheets = files.filter((path) => path.endsWith(".module.css"));
const components = files.filter((path) => path.endsWith(".tsx"));

/** The classes that a style defines: what stands in its selectors, not in its declarations. */
function defined(sheet: string): ReadonlySet<string> {
  const selectors = text(sheet).replace(/\/\*.*?\*\//gs, "").match(/[^{};]+(?=\{)/g) ?? [];
  return new Set(selectors.flatMap((selector) => [...selector.matchAll(/\.([A-Za-z]\w*)/g)].map((found) => found[1] ?? "")));
}

/** Every class that some component takes, as `style.module.css name`. */
function taken(): ReadonlySet<string> {
  const names = components.flatMap((component) =>
    [...text(component).matchAll(IMPORT)].flatMap(([, name, specifier]) => {
      const sheet = specifier?.startsWith("@/") ? specifier.slice(2) : relative(ROOT, join(ROOT, dirname(component), specifier ?? ""));
      return [...text(component).matchAll(new RegExp(`\\b${name}\\.(\\w+)`, "g"))].map((used) => `${sheet} ${used[1]}`);
    }),
  );
  return new Set(names);
}

it("takes only classes that are there, and leaves none that nobody takes", () => {
  const there = sheets.flatMap((sheet) => [...defined(sheet)].map((name) => `${sheet} ${name}`));
  expect([...taken()].sort()).toEqual(there.sort());
});
