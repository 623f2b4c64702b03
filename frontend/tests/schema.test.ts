import { readFileSync } from "node:fs";

import openapiTS, { astToString, COMMENT_HEADER } from "openapi-typescript";
import { expect, it } from "vitest";

it("has the types of the service's checked-in OpenAPI document; `npm run types` brings them up to date", async () => {
  const document = new URL("../../docs/openapi.yaml", import.meta.url);
  const written = readFileSync(new URL("../packages/api-client/src/schema.d.ts", import.meta.url), "utf8");
  const fresh = COMMENT_HEADER + astToString(await openapiTS(document, { immutable: true }));
  expect(written === fresh, "packages/api-client/src/schema.d.ts differs: run `npm run types`").toBe(true);
});
