import "server-only";

import { getMigrations } from "better-auth/db/migration";
import { Pool } from "pg";

import { authOptions, isPostgres } from "./auth";
import type { Env } from "./env";

// Any fixed number; it only has to be the same for every server of this app.
const LOCK = 7_206_114_018;

/**
 * Brings Better Auth's tables up to date. Safe to call on every start and from several servers at once.
 *
 * @throws what the database throws; UnsafeMigrationError when a change would need a hand.
 */
export async function migrateAuthSchema(env: Env): Promise<void> {
  if (!isPostgres(env.databaseUrl)) return apply(env);
  const pool = new Pool({ connectionString: env.databaseUrl, max: 1 });
  const client = await pool.connect();
  try {
    await client.query("select pg_advisory_lock($1)", [LOCK]);
    await apply(env);
  } finally {
    // The lock belongs to this connection and ends with it.
    client.release(true);
    await pool.end();
  }
}

async function apply(env: Env): Promise<void> {
  const { runMigrations } = await getMigrations(authOptions(env));
  await runMigrations();
}
