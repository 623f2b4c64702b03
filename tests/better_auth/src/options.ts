/** How one run of the server is set up. The Python side writes these as JSON; see README.md for what each one does. */

/** What signs the tokens of the jwt plugin's `/token`: our HS256 in its place, or the plugin's own key of that algorithm. */
export type Flavour = "hs256" | "eddsa" | "es256" | "es512" | "rs256" | "ps256";

export interface Options {
  flavour: Flavour;
  /** `sqlite:<file>` or a `postgresql://` URL. */
  database: string;
  /** 0 takes a free port. */
  port: number;
  /** What the server believes its own address to be; the empty string means where it really listens. */
  baseUrl: string;
  /** Signs the HS256 API tokens; the empty string means Better Auth's own secret, as the customer asked for it. */
  apiSecret: string;
  /** `lean` carries what an API needs; `user-row` is the jwt plugin's default, the whole user row with its e-mail. */
  claims: "lean" | "user-row";
  /** Empty: the origin of `baseUrl`, as the jwt plugin has it. */
  issuer: string;
  audience: string | string[];
  /** Seconds from `iat` to `exp` of an API token. */
  tokenLifetime: number;
  cookieCache: "off" | "compact" | "jwt" | "jwe";
  /** Seconds. */
  cookieCacheMaxAge: number;
  /** Better Auth 1.7: sign the cookie cache with the JWKS key. Needs `cookieCache: "jwt"` and an asymmetric flavour. */
  sessionCookieCache: boolean;
  cookiePrefix: string;
  secureCookies: boolean;
  /** The bearer plugin refuses the bare session token when this is set. */
  bearerRequiresSignature: boolean;
  autoSignInAfterVerification: boolean;
  /** `camel` as Better Auth's own migration writes columns, `snake` as a Drizzle project has them. */
  columns: "camel" | "snake";
}

const defaults: Options = {
  flavour: "hs256",
  database: "",
  port: 0,
  baseUrl: "",
  apiSecret: "",
  claims: "lean",
  issuer: "",
  audience: "",
  tokenLifetime: 300,
  cookieCache: "off",
  cookieCacheMaxAge: 300,
  sessionCookieCache: false,
  cookiePrefix: "better-auth",
  secureCookies: false,
  bearerRequiresSignature: false,
  autoSignInAfterVerification: false,
  columns: "camel",
};

/** Reads the options; a name nobody knows would otherwise test the default without anyone noticing, so it ends the start. */
export function readOptions(json: string | undefined): Options {
  const given = JSON.parse(json ?? "{}") as Partial<Options>;
  const unknown = Object.keys(given).filter((name) => !(name in defaults));
  if (unknown.length > 0) {
    throw new Error(`unknown option ${unknown.join(", ")}; known are ${Object.keys(defaults).join(", ")}`);
  }
  const options = { ...defaults, ...given };
  if (options.database === "") {
    throw new Error("option database is missing: sqlite:<file> or postgresql://…");
  }
  return options;
}
