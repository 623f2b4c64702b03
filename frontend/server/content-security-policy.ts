import "server-only";

/**
 * What a page may load and whom it may call: its own files, scripts that carry the nonce, and the REST service.
 *
 * @param nonce unguessable, made anew for every page.
 * @param environment where NEXT_PUBLIC_API_URL and NODE_ENV are read.
 */
export function contentSecurityPolicy(nonce: string, environment: Readonly<Record<string, string | undefined>>): string {
  const developing = environment["NODE_ENV"] === "development";
  const api = originOf(environment["NEXT_PUBLIC_API_URL"]);
  return [
    "default-src 'none'",
    // Next's development server evaluates code to show errors well; a build never does.
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${developing ? " 'unsafe-eval'" : ""}`,
    `style-src 'self'${developing ? " 'unsafe-inline'" : ""}`,
    `connect-src 'self' ${api}${developing ? " ws:" : ""}`,
    "img-src 'self' data:",
    "font-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

function originOf(url: string | undefined): string {
  return URL.canParse(url ?? "") ? new URL(url ?? "").origin : "http://localhost:8000";
}
