import type { NextConfig } from "next";

const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  // The client is a package of its own, kept as TypeScript so that another app can lift it out whole.
  transpilePackages: ["@tasks/api-client"],
  // libSQL loads a native binary that a bundler cannot carry; pg opens sockets lazily by require.
  serverExternalPackages: ["@libsql/kysely-libsql", "@libsql/client", "libsql", "pg"],
  // Other lock files may lie above a checkout; the root is here.
  turbopack: { root: import.meta.dirname },
  outputFileTracingRoot: import.meta.dirname,
  devIndicators: false,
  // For every answer; the content security policy, which pages need anew each time, comes from proxy.ts.
  headers: async () => [
    {
      source: "/:path*",
      headers: [
        { key: "X-Content-Type-Options", value: "nosniff" },
        { key: "Referrer-Policy", value: "same-origin" },
        { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
        { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
        { key: "Permissions-Policy", value: "camera=(), microphone=(), geolocation=()" },
      ],
    },
  ],
};

export default config;
