export const HOME = "/tasks";

const PRIVATE = ["/tasks", "/trash", "/stats", "/transfer", "/account"];

export function isPrivatePath(pathname: string): boolean {
  return PRIVATE.some((path) => pathname === path || pathname.startsWith(`${path}/`));
}

/** The sign-in page, with the way back to where somebody wanted to go. */
export function signInPath(wanted: string): string {
  return wanted === "" || wanted === HOME ? "/sign-in" : `/sign-in?next=${encodeURIComponent(wanted)}`;
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
