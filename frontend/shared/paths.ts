export const HOME = "/tasks";

const PRIVATE = ["/tasks", "/trash", "/stats", "/transfer", "/account"];

export function isPrivatePath(pathname: string): boolean {
  return PRIVATE.some((path) => pathname === path || pathname.startsWith(`${path}/`));
}

/**
 * The sign-in page, with the way back to where somebody wanted to go.
 *
 * @param refused the service does not accept who is signed in: the page stays, where else it would send them back at once.
 */
export function signInPath(wanted: string, refused = false): string {
  const parameters = new URLSearchParams();
  if (wanted !== "" && wanted !== HOME) parameters.set("next", wanted);
  if (refused) parameters.set("refused", "1");
  const text = parameters.toString();
  return text === "" ? "/sign-in" : `/sign-in?${text}`;
}

/**
 * Where to go after signing in.
 *
 * @param wanted the `next` parameter, which anyone may have written into a link: only paths of this app are followed.
 */
export function pathAfterSignIn(wanted: string | null | undefined): string {
  const base = "http://this.app";
  if (!wanted || !URL.canParse(wanted, base)) return HOME;
  const url = new URL(wanted, base);
  return url.origin === base && isPrivatePath(url.pathname) ? url.pathname + url.search : HOME;
}
