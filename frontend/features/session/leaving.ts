import { signInPath } from "@/shared/paths";

let leaving = false;

/**
 * Leaves by a full load, so that nothing private outlives it in memory; `replace`, so that back does not lead into a loop.
 *
 * The first to say so decides where to: a sign-out is also noticed by everything that watches the session.
 */
export function leave(path: string): void {
  if (leaving) return;
  leaving = true;
  window.location.replace(path);
}

/** To the sign-in, with the way back to this page. */
export function leaveForSignIn(why: "nobody" | "refused" = "nobody"): void {
  leave(signInPath(window.location.pathname + window.location.search, why === "refused"));
}
