"""What each reason means and who mends it: the text behind the doctor and `docs/troubleshooting.md`."""

from __future__ import annotations

from typing import NamedTuple

from authbridge.errors import Reason


class Explanation(NamedTuple):
    """Why a credential is refused, and what to change: here (Django) or there (the front end)."""

    cause: str
    mend: str


EXPLANATIONS: dict[Reason, Explanation] = {
    Reason.HEADER_FORM: Explanation(
        "The Authorization header is not `Bearer`, one space and one token.",
        "There: send `Authorization: Bearer <token>` once, without quotes; a proxy may have added a second header.",
    ),
    Reason.OVERSIZE: Explanation(
        "The token is longer than 8 KiB (its header: 1 KiB).",
        "There: put less into it. The jwt plugin's default payload is the whole user row, with an image in base64; "
        "`definePayload` chooses.",
    ),
    Reason.MALFORMED: Explanation(
        "This is not a JSON Web Token of three base64url parts with strict JSON inside.",
        "There: send the token itself; it may be cut off, still encoded, or another kind of secret.",
    ),
    Reason.JOSE_HEADER: Explanation(
        "The token's header carries members that are never accepted: a key of its own, `crit`, `zip` and the like.",
        "There: sign with `alg`, `typ` and at most `kid` in the header.",
    ),
    Reason.ALGORITHM: Explanation(
        "The token is signed with an algorithm that no key configured here is for.",
        "Here: set AUTHBRIDGE_JWKS_URL for tokens of Better Auth's jwt plugin (EdDSA, ES256, RS256), or the shared "
        "secret for HS256. There: sign HS256 with the shared secret.",
    ),
    Reason.UNKNOWN_KEY: Explanation(
        "The token names a key (`kid`) that is not in Better Auth's key set.",
        "Here: check that JWKS_URL is the set of the server that signed it. There: a key past its grace period "
        "leaves the set while tokens may live on; lengthen `gracePeriod` or shorten `expirationTime`.",
    ),
    Reason.SIGNATURE: Explanation(
        "None of the keys here made the signature: the two sides have different secrets, or the token was changed.",
        "Make the front end's fingerprint (`authbridge_fingerprint` prints its one line) and give it to "
        "`authbridge_doctor "
        "--token - --fingerprint …`: it tells a wrong secret from a rotated or a separate one. "
        "Usual causes: white space or quotes around the value, a secret that one side base64-decodes, an old value "
        "in a running process.",
    ),
    Reason.EXPIRED: Explanation(
        "The token was good and its `exp` has passed.",
        "There: fetch a new token before `exp` and once after a 401 `token_expired`.",
    ),
    Reason.NO_EXPIRY: Explanation(
        "The token has no `exp`, so it would never end.", 'There: set an expiry of minutes, such as "15m".'
    ),
    Reason.NOT_YET_VALID: Explanation(
        "The token's `nbf` lies in the future, beyond LEEWAY.", "Set both clocks by NTP; `nbf` is rarely needed."
    ),
    Reason.ISSUED_IN_FUTURE: Explanation(
        "The token's `iat` lies in the future, beyond LEEWAY: the two clocks differ.",
        "Set both clocks by NTP. AUTHBRIDGE_LEEWAY allows up to 60 seconds meanwhile.",
    ),
    Reason.LIFETIME: Explanation(
        "The token lives longer than MAX_LIFETIME.",
        "There: shorten it. Here: raise AUTHBRIDGE_MAX_LIFETIME if so long a life is meant.",
    ),
    Reason.BAD_DATE: Explanation(
        "A date in the token is not a number of seconds since 1970, or lies past the year 9999.",
        "There: dates are seconds, not milliseconds and not text. The jwt plugin takes a number in "
        "`expirationTime` for the date itself.",
    ),
    Reason.ISSUER: Explanation(
        "The token's `iss` is not the issuer expected here, or is missing where it is required.",
        "Set BETTER_AUTH_URL to the same on both sides; without it Better Auth takes `iss` from the caller's Host "
        "header. "
        "AUTHBRIDGE_ISSUER is for a front end whose jwt plugin has an `issuer` of its own, never for OAuth clients' "
        "tokens.",
    ),
    Reason.AUDIENCE: Explanation(
        "The token's `aud` does not name this service, or is missing where it is required.",
        "There: set the audience where the token is signed, to this API's. Here: AUTHBRIDGE_AUDIENCE names the API, "
        "never "
        "an OAuth client.",
    ),
    Reason.SUBJECT: Explanation(
        "The token does not say who it is for: `sub` is missing, empty, not text, or has invisible characters.",
        "There: put the user's id into `sub`, as text. Here: USER_ID_CLAIM names another claim; there is no fallback.",
    ),
    Reason.REQUIRED_CLAIM: Explanation(
        "A claim that REQUIRED_CLAIMS demands is missing.",
        "There: add it to the payload. Here: AUTHBRIDGE_REQUIRED_CLAIMS lists them.",
    ),
    Reason.TOKEN_TYPE: Explanation(
        "This token was made for another purpose: its `typ` or type claim is not that of an access token.",
        "There: send the access token, not an ID token, a logout token or a cookie's content.",
    ),
    Reason.REFRESH_TOKEN: Explanation(
        "This is a refresh token.", "There: exchange it for an access token first; only the auth route takes it."
    ),
    Reason.EMAIL_LINK: Explanation(
        "This is the token of an e-mail link. Better Auth signs it with the same secret, for nothing but that link.",
        "There: send an API token. If one with a top-level `email` and no `sub` was meant, add `sub`.",
    ),
    Reason.SESSION_COOKIE: Explanation(
        "This is the content of Better Auth's session cookie, which holds the live session itself.",
        "There: never send it in a header; mint an API token. Here: the source session_data_cookie accepts it as a "
        "cookie.",
    ),
    Reason.MACHINE_TOKEN: Explanation(
        "This token speaks for an OAuth client, not for a person.", "There: use a flow in which a person signs in."
    ),
    Reason.SENDER_CONSTRAINED: Explanation(
        "This token is bound to a key of its sender (`cnf`: DPoP or mutual TLS), and no proof of that key is looked at "
        "here: as a plain Bearer token it would work for whoever stole it.",
        "There: fetch an access token without a DPoP proof for this API, with a short `exp`. A claim of your own may "
        "not be called `cnf` (RFC 7800).",
    ),
    Reason.REVOKED: Explanation(
        "The session or token was revoked here, or everything of that person issued until then.",
        "There: sign in again. Here: the audit log says who revoked it and when.",
    ),
    Reason.SESSION_ENDED: Explanation(
        "The session behind the token is over: signed out, revoked, expired, or the person was banned or removed.",
        "There: sign in again.",
    ),
    Reason.NO_SESSION_ID: Explanation(
        "LIVE_SESSION_CHECK is on, and the token does not say which session it belongs to.",
        "There: add `sid: session.id` to the payload (docs/nextjs.md). Here: SESSION_ID_CLAIM names the claim.",
    ),
    Reason.UNKNOWN_USER: Explanation(
        "The credential is good, and the function that USER_RESOLVER names found no active user for it (403).",
        "Here: make or activate the user, or let the function make one at first sight (docs/your-own-users.md).",
    ),
    Reason.TWO_CREDENTIALS: Explanation(
        "The request carries two credentials, and nobody could say which of them acts.",
        "There: send either the header or the cookie. Here: remove the source that is not meant from SOURCES.",
    ),
    Reason.COOKIE_FORM: Explanation(
        "A session cookie is incomplete or not in Better Auth's form.",
        "Check COOKIE_PREFIX and SECURE_COOKIES, and that no proxy drops cookies past its header limit.",
    ),
    Reason.CROSS_SITE: Explanation(
        "A write with a cookie credential came from a page that is not trusted, or from no page.",
        "Here: add the front end's origin to AUTHBRIDGE_TRUSTED_ORIGINS. Scripts: use the Authorization header.",
    ),
    Reason.KEYS_UNAVAILABLE: Explanation(
        "Better Auth's key set could not be fetched and none is remembered, or the token names a key newer than the "
        "last set, which may not be asked for again before JWKS_COOLDOWN is over: clients are asked to wait (503).",
        "If it goes on, check that this machine reaches JWKS_URL. `Retry-After` says when another answer is possible.",
    ),
    Reason.REVOCATION_UNAVAILABLE: Explanation(
        "The revocation list cannot be asked, so nothing is accepted meanwhile (503).",
        "Check the cache (CACHE_URL). AUTHBRIDGE_REVOCATION_FAIL_OPEN accepts tokens instead while it is away.",
    ),
    Reason.DIRECTORY_UNAVAILABLE: Explanation(
        "Better Auth's session table cannot be read, so nothing is accepted meanwhile (503).",
        "Check DIRECTORY_DATABASE, the table and column names, and the grants (docs/sessions-and-ends.md).",
    ),
}
