import { betterAuth } from "better-auth";
import { admin, bearer, jwt, type JwtOptions } from "better-auth/plugins";
import { type ApiTokens, apiTokenEndpoint, apiTokens } from "./api-token.ts";
import { columnNames, openDatabase } from "./database.ts";
import type { Flavour, Options } from "./options.ts";
import { deliver } from "./outbox.ts";

type KeyPair = NonNullable<NonNullable<JwtOptions["jwks"]>["keyPairConfig"]>;

const keyPairs: Record<Exclude<Flavour, "hs256">, KeyPair> = {
  eddsa: { alg: "EdDSA", crv: "Ed25519" },
  es256: { alg: "ES256" },
  es512: { alg: "ES512" },
  rs256: { alg: "RS256" },
  ps256: { alg: "PS256" },
};

/** The jwt plugin's options: its own keys, or, for `hs256`, our signature in its place. */
function jwtOptions(options: Options, tokens: ApiTokens): JwtOptions {
  const shared: JwtOptions["jwt"] = {
    issuer: options.issuer || undefined,
    audience: options.audience.length > 0 ? options.audience : undefined,
    expirationTime: `${options.tokenLifetime}s`,
    definePayload: options.claims === "lean" ? (session) => tokens.claims(session) : undefined,
  };
  if (options.flavour === "hs256") {
    return {
      // Both are there only because the plugin refuses a `sign` of one's own without them.
      jwks: { remoteUrl: "https://unused.invalid", keyPairConfig: { alg: "ES256" } },
      jwt: { ...shared, sign: (payload) => tokens.sign(payload) },
    };
  }
  return {
    jwks: { keyPairConfig: keyPairs[options.flavour] },
    jwt: shared,
    sessionCookieCache: options.sessionCookieCache,
  };
}

function session(options: Options) {
  const strategy = options.cookieCache;
  return {
    fields: columnNames(options.columns, ["expiresAt", "createdAt", "updatedAt", "ipAddress", "userAgent", "userId"]),
    cookieCache: strategy === "off" ? undefined : { enabled: true, maxAge: options.cookieCacheMaxAge, strategy },
  };
}

const adminColumns = (options: Options) => ({
  user: { fields: columnNames(options.columns, ["banReason", "banExpires"]) },
  session: { fields: columnNames(options.columns, ["impersonatedBy"]) },
});

/** Better Auth as a project would configure it. Its secret comes from its own environment variables, as in production. */
export function makeAuth(options: Options, origin: string) {
  const tokens = apiTokens(options, origin, async () => options.apiSecret || (await auth.$context).secret);
  const auth = betterAuth({
    baseURL: origin,
    trustedOrigins: [origin],
    database: openDatabase(options.database),
    // The logger's default writes to stdout, which carries nothing but the line that says the server is ready.
    logger: { log: (level, message, ...rest) => console.error(level, message, ...rest) },
    telemetry: { enabled: false },
    rateLimit: { enabled: false },
    emailAndPassword: {
      enabled: true,
      sendResetPassword: async ({ user, url, token }) => deliver({ kind: "password-reset", to: user.email, url, token }),
    },
    emailVerification: {
      autoSignInAfterVerification: options.autoSignInAfterVerification,
      sendVerificationEmail: async ({ user, url, token }) => deliver({ kind: "verification", to: user.email, url, token }),
    },
    user: { fields: columnNames(options.columns, ["emailVerified", "createdAt", "updatedAt"]) },
    session: session(options),
    advanced: { cookiePrefix: options.cookiePrefix, useSecureCookies: options.secureCookies },
    plugins: [
      admin({ schema: adminColumns(options) }),
      bearer({ requireSignature: options.bearerRequiresSignature }),
      jwt(jwtOptions(options, tokens)),
      apiTokenEndpoint(tokens),
    ],
  });
  return { auth, tokens };
}

export type Auth = ReturnType<typeof makeAuth>["auth"];
