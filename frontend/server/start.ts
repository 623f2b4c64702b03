import "server-only";

import { witnessAddresses } from "./addresses";
import { migrateAuthSchema } from "./auth-schema";
import { EnvError, readEnv, type Env } from "./env";

/** Checks the settings and prepares the sign-in tables; ends the process with a paragraph when it cannot. */
export async function start(): Promise<void> {
  let env: Env;
  try {
    env = readEnv();
  } catch (error) {
    if (!(error instanceof EnvError)) throw error;
    return stop(error.message);
  }
  witnessAddresses(env.trustedProxies.length > 0);
  try {
    await migrateAuthSchema(env);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return stop(
      `The sign-in database could not be opened or brought up to date (${reason}). Nobody can sign in without it. ` +
        "Check AUTH_DATABASE_URL in frontend/.env: the folder must be writable, or PostgreSQL must answer.\n",
    );
  }
}

function stop(message: string): never {
  process.stderr.write(`\n${message}\n`);
  process.exit(1);
}
