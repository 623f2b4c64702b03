import "server-only";

import { readFileSync } from "node:fs";

/** What the server needs to know, checked once. The secret stays in here and in what signs with it. */
export interface Env {
  readonly secret: string;
  readonly url: URL;
  readonly apiUrl: string;
  readonly databaseUrl: string;
  readonly trustedProxies: readonly string[];
  /** How long a token for the API lives: as long as a stolen one works. */
  readonly apiTokenSeconds: number;
}

/** The settings are wrong. The message is for the operator: what is wrong, why it matters, how to mend it. */
export class EnvError extends Error {
  override readonly name = "EnvError";
}

type Source = Readonly<Record<string, string | undefined>>;

const MIN_SECRET = 32;

// Better Auth falls back to this constant outside production without a word: everyone can sign sessions with it.
const PUBLIC_DEFAULT = "better-auth-secret-12345678901234567890";

const MEND_SECRET =
  "Run `make dev` in the project's folder, which writes one secret to both .env files, or put the output of " +
  "`openssl rand -base64 32` as BETTER_AUTH_SECRET into frontend/.env and into the service's .env.";

/**
 * Reads and checks the environment.
 *
 * @param source the variables; each may also be given as NAME_FILE, a path whose content is the value.
 * @throws EnvError naming every setting that is missing or wrong, all at once.
 */
export function readEnv(source: Source = process.env): Env {
  const problems: string[] = [];
  const secret = read(source, "BETTER_AUTH_SECRET", problems) ?? "";
  problems.push(...secretProblems(secret));
  const url = readUrl(source, "BETTER_AUTH_URL", "http://localhost:3000", problems);
  const api = readUrl(source, "NEXT_PUBLIC_API_URL", "http://localhost:8000", problems);
  const databaseUrl = read(source, "AUTH_DATABASE_URL", problems) || "file:./auth.db";
  if (!/^(file|postgres|postgresql):/.test(databaseUrl)) {
    problems.push(
      "AUTH_DATABASE_URL is neither file:… nor postgres://…. Sign-ins would have nowhere to be kept. Leave it empty " +
        "for the embedded database, or give PostgreSQL's URL.",
    );
  }
  const apiTokenSeconds = Number(read(source, "API_TOKEN_SECONDS", problems) || 300);
  if (!Number.isInteger(apiTokenSeconds) || apiTokenSeconds < 3 || apiTokenSeconds > 3600) {
    problems.push(
      "API_TOKEN_SECONDS is no whole number from 3 to 3600. It is how long a token for the API lives, and so how long a " +
        "stolen one works. Leave it out for 300.",
    );
  }
  if (problems.length > 0) {
    throw new EnvError(`The front end cannot start:\n\n${problems.map((line) => `  * ${line}`).join("\n\n")}\n`);
  }
  return {
    secret,
    url,
    apiUrl: api.href.replace(/\/+$/, ""),
    databaseUrl,
    trustedProxies: words(read(source, "AUTH_TRUSTED_PROXIES", problems)),
    apiTokenSeconds,
  };
}

function secretProblems(secret: string): string[] {
  if (secret === "") {
    return [`BETTER_AUTH_SECRET is not set. Sessions and the API's tokens are signed with it. ${MEND_SECRET}`];
  }
  if (secret !== secret.trim() || /^(".*"|'.*')$/.test(secret)) {
    return [
      "BETTER_AUTH_SECRET has spaces or quotes around it. They count as part of the secret, so the service, reading it " +
        "without them, would refuse every token. Remove them.",
    ];
  }
  if (secret === PUBLIC_DEFAULT) {
    return [`BETTER_AUTH_SECRET is Better Auth's published default, which anyone can sign with. ${MEND_SECRET}`];
  }
  if ([...secret].length < MIN_SECRET) {
    return [
      `BETTER_AUTH_SECRET has ${[...secret].length} characters, and needs at least ${MIN_SECRET}: a short secret can ` +
        `be guessed from one token. ${MEND_SECRET}`,
    ];
  }
  return [];
}

function read(source: Source, name: string, problems: string[]): string | undefined {
  const path = source[`${name}_FILE`];
  if (!path) return source[name];
  try {
    return readFileSync(path, "utf8").replace(/\r?\n$/, "");
  } catch {
    problems.push(`${name}_FILE names a file that cannot be read. Check the path and its permissions.`);
    return undefined;
  }
}

function readUrl(source: Source, name: string, fallback: string, problems: string[]): URL {
  const text = read(source, name, problems) || fallback;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url && /^https?:$/.test(url.protocol)) return url;
  problems.push(`${name} is not an http or https address. Write it whole, as in ${fallback}.`);
  return new URL(fallback);
}

function words(text: string | undefined): string[] {
  return (text ?? "")
    .split(",")
    .map((word) => word.trim())
    .filter(Boolean);
}
