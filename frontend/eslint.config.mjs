import next from "eslint-config-next";
import typescript from "eslint-config-next/typescript";

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
];

export default config;
