"""Every key of the `AUTHBRIDGE` setting: name, kind, default and meaning, in one table.

Knows no Django, so that a settings module can read each key from the environment while settings
are still being made:

    AUTHBRIDGE = {key.name: read(f"AUTHBRIDGE_{key.name}", key.kind, key.default) for key in KEYS}
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any, Literal, NamedTuple

Kind = Literal["flag", "integer", "number", "text", "words", "secret", "secrets"]


class ConfKey(NamedTuple):
    """One key: `kind` says how text from the environment is read.

    flag: 0/1; integer; number: seconds or another float; text; words: a comma list; secret: text
    that is never shown, also read from a mounted file; secrets: a comma list of those.
    """

    name: str
    kind: Kind
    default: Any
    help: str


def _key(kind: Kind, default: Any, help: str) -> Any:
    return field(default=default, metadata={"kind": kind, "help": help}, repr="secret" not in kind)


DAY = 86_400


@dataclass(frozen=True, slots=True)
class Keys:
    """The values of the keys, typed. Frozen and hashable: what is built from it is cached by value."""

    # The shared secret (HS256). Used as its UTF-8 bytes, never decoded.
    SECRET: str = _key("secret", "", "The current shared secret, BETTER_AUTH_SECRET or a separate one for the API.")
    PREVIOUS_SECRETS: tuple[str, ...] = _key("secrets", (), "Secrets that only verify, while a rotation lasts.")
    SECRETS: str = _key("secret", "", 'Better Auth\'s own form, "2:new,1:old", newest first; instead of SECRET.')

    # What a token must say.
    BASE_URL: str = _key("text", "", "BETTER_AUTH_URL. Its origin is the default issuer and audience.")
    ISSUER: str = _key("text", "", "The expected `iss`; empty: the origin of BASE_URL.")
    AUDIENCE: tuple[str, ...] = _key(
        "words", (), "The accepted `aud` values, one of which is then mandatory; empty: the origin of BASE_URL."
    )
    REQUIRE_ISSUER: bool = _key("flag", False, "Refuse a token without `iss` (JWKS_URL implies it).")
    REQUIRE_AUDIENCE: bool = _key("flag", False, "Refuse a token without `aud` (AUDIENCE and JWKS_URL imply it).")
    REQUIRED_CLAIMS: tuple[str, ...] = _key("words", (), "Further claims that must be present and not null.")
    LEEWAY: float = _key("number", 10.0, "Seconds of clock difference allowed, 0 to 60.")
    MAX_LIFETIME: float = _key("number", 30.0 * DAY, "The longest life of a token that is accepted, in seconds.")
    TOKEN_CACHE_SIZE: int = _key("integer", 4096, "Verified tokens remembered by each process; 0: none.")

    # Which claim means what.
    USER_ID_CLAIM: str = _key("text", "sub", "The claim that is the user's id. There is never a fallback.")
    EMAIL_CLAIM: str = _key("text", "email", "The claim with the e-mail address.")
    EMAIL_VERIFIED_CLAIM: str = _key("text", "emailVerified", "The claim that says whether the address is verified.")
    NAME_CLAIM: str = _key("text", "name", "The claim with the display name.")
    ROLES_CLAIM: str = _key(
        "text", "", "The claim with the roles (Better Auth's is `role`); empty: no token gives a role."
    )
    SESSION_ID_CLAIM: str = _key("text", "sid", "The claim with the id of the Better Auth session.")

    SHAPE_CLASS: str = _key(
        "text", "", "Dotted path of your subclass of `authbridge.tokens.claims.BearerClaims`; empty: that class itself."
    )

    USER_RESOLVER: str = _key(
        "text",
        "",
        "Dotted path of `(principal, claims) -> user or None`, your own `request.user`; empty: the principal.",
    )

    # Where a credential is looked for.
    SOURCES: tuple[str, ...] = _key(
        "words",
        ("header",),
        "Any of header, access_cookie, session_token_cookie, session_data_cookie; see `docs/sessions-and-ends.md`.",
    )
    ACCESS_COOKIE: str = _key("text", "__Host-access_token", "Name of our own access cookie.")
    COOKIE_PREFIX: str = _key("text", "better-auth", "Better Auth's advanced.cookiePrefix.")
    SECURE_COOKIES: bool | None = _key(
        "flag", None, "Better Auth's cookies carry the __Secure- prefix; unset: when BASE_URL is https."
    )
    SESSION_COOKIE_VERSION: str = _key("text", "", "Better Auth's session.cookieCache.version; empty: any.")
    TRUSTED_ORIGINS: tuple[str, ...] = _key(
        "words", (), "Origins that may use a cookie credential in a write, besides our own and BASE_URL's."
    )
    CSRF_OFF_REASON: str = _key("text", "", "Written reason to accept cookie credentials without an origin check.")

    # Asymmetric tokens.
    JWKS_URL: str = _key("text", "", "Better Auth's key set, e.g. https://app.example/api/auth/jwks; empty: off.")
    JWKS_ALGORITHMS: tuple[str, ...] = _key(
        "words", ("EdDSA", "ES256", "ES512", "RS256", "PS256"), "Algorithms a key of the set may have."
    )
    JWKS_TIMEOUT: float = _key("number", 3.0, "Seconds for fetching the key set.")
    JWKS_MAX_AGE: float = _key("number", 300.0, "Seconds a fetched key set is used before it is asked for again.")
    JWKS_MAX_STALE: float = _key("number", 86_400.0, "Seconds a key set is used while it cannot be fetched.")
    JWKS_COOLDOWN: float = _key("number", 10.0, "Least seconds between two fetches, an unknown `kid` or not.")

    # Local accounts (`authbridge.accounts`): a key of their own, never the shared secret.
    LOCAL_SECRET: str = _key("secret", "", "JWT_SECRET_KEY: signs the access tokens of local accounts; empty: off.")
    LOCAL_PREVIOUS_SECRETS: tuple[str, ...] = _key("secrets", (), "Earlier LOCAL_SECRETs that only verify.")
    LOCAL_ISSUER: str = _key("text", "urn:authbridge:local", "`iss` and `aud` of local access tokens.")
    ACCESS_LIFETIME: float = _key("number", 1_800.0, "Seconds a local access token lives.")
    REFRESH_LIFETIME: float = _key("number", 7.0 * DAY, "Seconds a refresh token lives.")
    REFRESH_FAMILY_LIFETIME: float = _key("number", 30.0 * DAY, "Seconds after which a family of refresh tokens ends.")
    REFRESH_GRACE: float = _key("number", 10.0, "Seconds in which a refresh token may be used twice.")
    REGISTRATION_OPEN: bool = _key("flag", True, "Whether anyone may register a local account.")
    PASSWORD_RESET_LIFETIME: float = _key("number", 3_600.0, "Seconds a password reset link lives.")
    SERVICE_URL: str = _key("text", "", "Where people reach this service: the origin of links in mails.")
    PASSWORD_RESET_URL: str = _key("text", "", "Page that the reset link opens; empty: one of our own at SERVICE_URL.")
    LOGIN_RATE: str = _key("text", "5/min", "Failed logins per account and address.")
    LOGIN_ADDRESS_RATE: str = _key(
        "text", "300/hour", "Accounts that fail to log in from one address; empty: no limit."
    )
    PASSWORD_HASHES_AT_ONCE: int = _key(
        "integer", 2, "Passwords hashed at once by one process, half of them for one address; beyond it: 429."
    )

    # Ends of tokens before their `exp`.
    REVOCATION: bool = _key("flag", False, "Ask the revocation list on every request.")
    REVOCATION_CACHE: str = _key("text", "default", "Alias of the Django cache that holds the revocation list.")
    REVOCATION_FAIL_OPEN: bool = _key("flag", False, "Accept tokens while the revocation list cannot be asked.")
    LIVE_SESSION_CHECK: bool = _key("flag", False, "Ask Better Auth's session table on every request.")
    LIVE_SESSION_SECONDS: float = _key("number", 0.0, "Seconds a live session is remembered; 0: asked every time.")

    # Better Auth's own tables, read only (`authbridge.directory`).
    DIRECTORY_DATABASE: str = _key("text", "default", "Database alias that holds Better Auth's tables.")
    DIRECTORY_NAMING: str = _key("text", "camel", "Column names: camel (Kysely, Prisma) or snake (Drizzle).")
    DIRECTORY_USER_TABLE: str = _key("text", "user", "Name of the user table.")
    DIRECTORY_SESSION_TABLE: str = _key("text", "session", "Name of the session table.")
    DIRECTORY_COLUMNS: tuple[str, ...] = _key("words", (), "Renamed columns, as better_auth_name=column.")
    DIRECTORY_ADMIN_COLUMNS: bool = _key("flag", False, "The admin plugin's columns (role, banned, …) exist.")
    DIRECTORY_TOKEN_DIGEST: bool = _key(
        "flag", False, "The session table is a view whose `token` column holds the SHA-256 (hex) of the token."
    )

    # Rates and addresses.
    THROTTLE_RATE: str = _key("text", "", 'Requests per principal, e.g. "600/min"; empty: no limit.')
    THROTTLE_CACHE: str = _key("text", "default", "Alias of the Django cache that counts.")
    TRUSTED_PROXY_COUNT: int = _key("integer", 0, "Proxies in front that append to X-Forwarded-For; 0: none.")

    # What is written down.
    AUDIT_EVENTS_PER_MINUTE: int = _key("integer", 60, "Most refusals per minute and process stored by the audit log.")
    AUDIT_RETENTION: float = _key("number", 90.0 * DAY, "Seconds an audit event is kept by authbridge_prune.")
    REALM: str = _key("text", "api", "The realm named in WWW-Authenticate.")


KEYS: tuple[ConfKey, ...] = tuple(
    ConfKey(f.name, f.metadata["kind"], f.default, f.metadata["help"]) for f in fields(Keys)
)
"""The table, in the order of `docs/settings.md`."""
