import "server-only";

import { SignJWT } from "jose";

export interface ApiTokenSubject {
  readonly userId: string;
  readonly sessionId: string;
  readonly name: string;
}

export interface ApiTokenTerms {
  /** Both issuer and audience: the origin of BETTER_AUTH_URL. */
  readonly origin: string;
  /** BETTER_AUTH_SECRET; its UTF-8 bytes are the key, whatever it looks like. */
  readonly secret: string;
  /** How long the token lives. */
  readonly seconds: number;
}

/**
 * Signs the token that the REST service accepts as `Authorization: Bearer`.
 *
 * There is no `email` claim on purpose: Better Auth's e-mail links are signed with the same secret and recognised by
 * that claim, so an API token that carried one could be spent as such a link.
 */
export function signApiToken(subject: ApiTokenSubject, { origin, secret, seconds }: ApiTokenTerms): Promise<string> {
  return new SignJWT({ sid: subject.sessionId, name: subject.name })
    .setProtectedHeader({ alg: "HS256", typ: "JWT" })
    .setSubject(subject.userId)
    .setIssuer(origin)
    .setAudience(origin)
    .setIssuedAt()
    .setExpirationTime(`${seconds}s`)
    .sign(new TextEncoder().encode(secret));
}
