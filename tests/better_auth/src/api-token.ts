import type { BetterAuthPlugin } from "better-auth";
import { createAuthEndpoint, sensitiveSessionMiddleware } from "better-auth/api";
import { type JWTPayload, SignJWT } from "jose";
import type { Options } from "./options.ts";

export interface SignedIn {
  user: { id: string; name: string; emailVerified: boolean; role?: string | null };
  session: { id: string };
}

/** What makes HS256 tokens for the API. Every Next.js project writes this part itself: Better Auth has none. */
export interface ApiTokens {
  claims(signedIn: SignedIn): Record<string, unknown>;
  sign(payload: JWTPayload): Promise<string>;
  issue(signedIn: SignedIn): Promise<string>;
}

/** `secret` is asked for at each signature, because Better Auth knows its own only once it has started. */
export function apiTokens(options: Options, origin: string, secret: () => Promise<string>): ApiTokens {
  const issuer = options.issuer || origin;
  const audience = options.audience.length > 0 ? options.audience : origin;

  function claims({ user, session }: SignedIn): Record<string, unknown> {
    if (options.claims === "user-row") return { ...user };
    return { sid: session.id, name: user.name, role: user.role, emailVerified: user.emailVerified };
  }

  async function sign(payload: JWTPayload): Promise<string> {
    const key = new TextEncoder().encode(await secret());
    return new SignJWT(payload).setProtectedHeader({ alg: "HS256", typ: "JWT" }).sign(key);
  }

  async function issue(signedIn: SignedIn): Promise<string> {
    const iat = Math.floor(Date.now() / 1000);
    const registered = { sub: signedIn.user.id, iss: issuer, aud: audience, iat, exp: iat + options.tokenLifetime };
    return sign({ ...claims(signedIn), ...registered });
  }

  return { claims, sign, issue };
}

/**
 * The `hs256-endpoint` way: `GET /api/auth/api-token`. `sensitiveSessionMiddleware` reads the session from the database,
 * not from the cookie cache, so that nothing is minted for a session that has ended.
 */
export function apiTokenEndpoint(tokens: ApiTokens): BetterAuthPlugin {
  return {
    id: "api-token",
    endpoints: {
      apiToken: createAuthEndpoint("/api-token", { method: "GET", use: [sensitiveSessionMiddleware] }, async (ctx) =>
        ctx.json({ token: await tokens.issue(ctx.context.session) }),
      ),
    },
  };
}
