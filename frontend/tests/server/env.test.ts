import { describe, expect, it } from "vitest";

import { EnvError, readEnv } from "@/server/env";

const SECRET = "a".repeat(31) + "é";

describe("the environment", () => {
  const refusal = (source: Record<string, string>): string => {
    try {
      readEnv(source);
    } catch (error) {
      if (error instanceof EnvError) return error.message;
    }
    return "";
  };

  it("is enough with a secret", () => {
    const env = readEnv({ BETTER_AUTH_SECRET: SECRET });
    expect(env).toMatchObject({ apiUrl: "http://localhost:8000", databaseUrl: "file:./auth.db", apiTokenSeconds: 300 });
    expect(env.url.origin).toBe("http://localhost:3000");
  });

  it("that is wrong is told in whole, without the secret", () => {
    const message = refusal({ BETTER_AUTH_SECRET: "shorty", BETTER_AUTH_URL: "localhost", AUTH_DATABASE_URL: "mysql://x" });
    expect(message).toContain("has 6 characters");
    expect(message).toContain("BETTER_AUTH_URL is not");
    expect(message).toContain("AUTH_DATABASE_URL is neither");
    expect(message).not.toContain("shorty");
  });

  it("knows the classic mistakes with secrets", () => {
    expect(refusal({})).toContain("is not set");
    expect(refusal({ BETTER_AUTH_SECRET: ` ${SECRET}` })).toContain("spaces or quotes");
    expect(refusal({ BETTER_AUTH_SECRET: `"${SECRET}"` })).toContain("spaces or quotes");
    expect(refusal({ BETTER_AUTH_SECRET: "better-auth-secret-12345678901234567890" })).toContain("published default");
    expect(refusal({ BETTER_AUTH_SECRET_FILE: "/nowhere" })).toContain("cannot be read");
  });
});
