/** The walls between the rooms: a violation is planted, and the linter has to say so. */
import { readdirSync } from "node:fs";

import { ESLint } from "eslint";
import { expect, it } from "vitest";

import { ROOMS } from "../eslint.rooms.mjs";

const linter = new ESLint({ cwd: new URL("..", import.meta.url).pathname });
const SECONDS = 60_000; // that reading the whole configuration may take on a busy machine

/** How many of the imports of `specifier`, planted into `path`, the walls refuse. */
async function refusals(path: string, specifier: string): Promise<number> {
  const [result] = await linter.lintText(`import "${specifier}";\n`, { filePath: path });
  return (result?.messages ?? []).filter(({ ruleId }) => ruleId === "no-restricted-imports").length;
}

it.each([
  ["features/tasks/planted.ts", "@/features/trash/trash-page"],
  ["features/task-list/planted.ts", "@/features/tasks/task-view"],
  ["features/account/planted.ts", "@/server/env"],
  ["features/tags/planted.ts", "better-auth"],
  ["features/tags/planted.ts", "../session/api"],
  ["features/nobodys-room/planted.ts", "@/shared/dates"],
  ["ui/planted.ts", "@/features/session/api-provider"],
  ["ui/planted.ts", "@tasks/api-client"],
  ["server/planted.ts", "@/features/session/auth-client"],
  ["shared/planted.ts", "@/ui/icon"],
  ["packages/api-client/src/planted.ts", "react"],
])("%s may not import %s", async (path, specifier) => {
  expect(await refusals(path, specifier)).toBe(1);
}, SECONDS);

it.each([
  ["features/tasks/planted.ts", "@/features/task-list/task-list"],
  ["features/session/planted.ts", "better-auth/react"],
  ["ui/planted.ts", "@/shared/dates"],
  ["app/planted.ts", "@/server/env"],
])("%s may import %s", async (path, specifier) => {
  expect(await refusals(path, specifier)).toBe(0);
}, SECONDS);

it("knows every room that there is", () => {
  const features = readdirSync(new URL("../features", import.meta.url)).map((name) => `features/${name}`);
  expect(Object.keys(ROOMS).filter((room) => room.startsWith("features/")).sort()).toEqual(features.sort());
});
