/** Runs once, before the first request: the settings are checked and the sign-in tables are made. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { start } = await import("@/server/start");
  await start();
}
