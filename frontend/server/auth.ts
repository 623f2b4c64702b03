import "server-only";

import { LibsqlDialect } from "@libsql/kysely-libsql";
import { betterAuth, type BetterAuthOptions } from "better-auth";
import { Pool } from "pg";

import { readEnv, type Env } from "./env";

const DAY = 24 * 60 * 60;

/** Sign-ins: e-mail and password, sessions of seven days, kept in the database that the environment names. */
export function authOptions(env: Env) {
  return {
    appName: "Tasks",
    baseURL: env.url.origin,
    secret: env.secret,
    database: database(env.databaseUrl),
    emailAndPassword: {
      enabled: true,
      minPasswordLength: 10,
      maxPasswordLength: 128,
      // Whoever resets a password does it because someone else may be signed in.
      revokeSessionsOnPasswordReset: true,
    },
    session: {
      expiresIn: 7 * DAY,
      updateAge: DAY,
      // No cookie cache: with it, a signed-out cookie that someone kept goes on getting API tokens until it ends.
    },
    rateLimit: {
      enabled: true,
      window: 60,
      max: 120,
      // Several servers share PostgreSQL and must share the count; an embedded database has one server.
      storage: isPostgres(env.databaseUrl) ? "database" : "memory",
      customRules: {
        "/sign-in/email": { window: 60, max: 10 },
        "/sign-up/email": { window: 60, max: 10 },
        // Each page asks who is there, and an office full of people may share one address. A session's token has
        // 32 random characters: there is nothing to guess here.
        "/get-session": { window: 10, max: 500 },
      },
    },
    advanced: {
      ipAddress: env.trustedProxies.length > 0 ? { trustedProxies: [...env.trustedProxies] } : {},
    },
    telemetry: { enabled: false },
  } satisfies BetterAuthOptions;
}

function createAuth(env: Env) {
  return betterAuth(authOptions(env));
}

type Auth = ReturnType<typeof createAuth>;

let instance: Auth | undefined;

/** The one instance, made at first use, so that a build needs neither secret nor database. */
export function getAuth(): Auth {
  instance ??= createAuth(readEnv());
  return instance;
}

export function isPostgres(url: string): boolean {
  return /^postgres(ql)?:/.test(url);
}

function database(url: string) {
  if (isPostgres(url)) return new Pool({ connectionString: url, max: 10 });
  return { dialect: new LibsqlDialect({ url }), type: "sqlite" as const };
}
