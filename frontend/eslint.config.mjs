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
  {
    // Without a type a button in a form sends it, whatever it was meant for.
    files: ["**/*.tsx"],
    rules: { "react/button-has-type": "error" },
  },
  ...roomRules(),
];

export default config;
