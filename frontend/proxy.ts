import { getSessionCookie } from "better-auth/cookies";
import { NextResponse, type NextRequest } from "next/server";

import { contentSecurityPolicy } from "@/server/content-security-policy";
import { isPrivatePath, signInPath } from "@/shared/paths";

/** Before every page: the content security policy with a fresh nonce, and the way to the sign-in for strangers. */
export function proxy(request: NextRequest): NextResponse {
  const { pathname, search } = request.nextUrl;
  // Only looks whether there is a cookie: a quick turn at the door. Whether it is good is asked where data is.
  if (isPrivatePath(pathname) && !getSessionCookie(request)) {
    return NextResponse.redirect(new URL(signInPath(pathname + search), request.url));
  }
  const policy = contentSecurityPolicy(crypto.randomUUID(), process.env);
  const headers = new Headers(request.headers);
  // Next.js takes the nonce for its own scripts from this header.
  headers.set("Content-Security-Policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("Content-Security-Policy", policy);
  return response;
}

export const config = {
  matcher: ["/((?!api/|_next/static|_next/image|icon.svg).*)"],
};
