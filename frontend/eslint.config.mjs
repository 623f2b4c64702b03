import next from "eslint-config-next";
import typescript from "eslint-config-next/typescript";

import { roomRules } from "./eslint.rooms.mjs";

const config = [
  { ignores: [".next/**", "next-env.d.ts", "packages/api-client/src/schema.d.ts"] },
  ...next,
  ...typescript,
  {
    // The client is lifted into other apps: nothing of this one, nor of any framework, may leak into it.
    files: ["packages/api-client/src/**"],
    rules: {
      "no-restricted-imports": ["error", { patterns: ["react*", "next*", "better-auth*", "@/*", "../../*"] }],
    },
  },
  ...roomRules(),
];

export default config;
