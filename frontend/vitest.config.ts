import { fileURLToPath } from "node:url";

import { defineConfig } from "vitest/config";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  resolve: {
    alias: {
      // What Next.js puts in its place on a server: nothing. In a browser's bundle it fails the build.
      "server-only": here("node_modules/next/dist/compiled/server-only/empty.js"),
      "@": here("."),
    },
  },
  test: { include: ["tests/**/*.test.ts", "packages/*/test/**/*.test.ts"], testTimeout: 10_000 },
});
