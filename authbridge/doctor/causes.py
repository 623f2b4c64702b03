"""More exact causes than a reason's own, where the token or the settings tell more."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from authbridge.conf import Conf
from authbridge.doctor.cookies import describe_no_token
from authbridge.doctor.reasons import EXPLANATIONS, Explanation
from authbridge.doctor.signature import explain_signature
from authbridge.errors import Reason, TokenError
from authbridge.tokens.keys import ASYMMETRIC

_SKEW = 120  # seconds: an expiry so recent may be a clock's doing


@dataclass(frozen=True, slots=True)
class Refused:
    """A refused token: its text, what it says (believed or not), the refusal, and what is known of the front end."""

    token: str
    header: Mapping[str, Any]
    claims: Mapping[str, Any]
    error: TokenError
    conf: Conf
    front_end: str = ""


def explain(refused: Refused) -> Explanation:
    """The most exact cause that can be found, and how to mend it."""
    usual = EXPLANATIONS[refused.error.reason]
    find = _EXACT.get(refused.error.reason)
    found = find(refused) if find else None
    return Explanation(found, usual.mend) if isinstance(found, str) else found or usual


def _malformed(refused: Refused) -> Explanation | str | None:
    if refused.token[:1] in "\"'" or refused.token[-1:] in "\"'":
        return "The token stands in quotes."
    return describe_no_token(refused.token)


def _algorithm(refused: Refused) -> Explanation | str:
    algorithm, keys = refused.header.get("alg"), refused.conf.keys
    if not refused.conf.secrets and not keys.JWKS_URL:
        return "There is no key here to verify any token with."
    if algorithm in ASYMMETRIC and not keys.JWKS_URL:
        return (
            f"The token is signed with {algorithm} by Better Auth's jwt plugin (EdDSA is its default, and it cannot "
            "sign HS256), and HS256 is expected here."
        )
    if algorithm == "HS256":
        return Explanation(
            "The token is signed HS256 with a shared secret, and only the key set at JWKS_URL is configured here.",
            "Here: set BETTER_AUTH_SECRET to the secret it is signed with. Or there: send the jwt plugin's own token, "
            "without a `sign` of your own.",
        )
    return f"The token says alg {str(algorithm)[:20]!r}, which is never accepted."


def _unknown_key(refused: Refused) -> Explanation | None:
    algorithm, allowed = refused.header.get("alg"), refused.conf.keys.JWKS_ALGORITHMS
    if algorithm in allowed:
        return None
    return Explanation(
        f"The token is signed with {algorithm}, which JWKS_ALGORITHMS leaves out ({', '.join(allowed)}).",
        f"Here: add {algorithm} to AUTHBRIDGE_JWKS_ALGORITHMS, or unset it.",
    )


def _signature(refused: Refused) -> Explanation | None:
    return explain_signature(refused.token, refused.conf, refused.front_end)


def _expired(refused: Refused) -> str:
    ago = time.time() - refused.claims["exp"]
    if ago > _SKEW:
        return f"The token expired {ago:.0f} seconds ago."
    return f"The token expired {ago:.0f} seconds ago. If it was just minted, the two clocks differ by about that much."


def _issuer(refused: Refused) -> Explanation | str:
    cause = f"The token says iss {refused.claims.get('iss')!r}; expected is {refused.conf.policy.issuer!r}."
    return _of_a_client(refused, cause) or cause


def _audience(refused: Refused) -> Explanation | str:
    accepted = sorted(refused.conf.policy.audiences)
    wanted = ", ".join(map(repr, accepted)) or "none, since BASE_URL and AUDIENCE are unset"
    cause = f"The token says aud {refused.claims.get('aud')!r}; accepted: {wanted}."
    return _of_a_client(refused, cause) or cause


def _of_a_client(refused: Refused, cause: str) -> Explanation | None:
    """An access token of Better Auth's oauth-provider, which a person gave to a client for some scopes only."""
    named = [name for name in ("client_id", "azp", "scope") if name in refused.claims]
    if not named:
        return None
    return Explanation(
        f"{cause} It was given to an OAuth client ({', '.join(named)}), and scopes are not looked at here.",
        "Do not set AUTHBRIDGE_ISSUER or AUTHBRIDGE_AUDIENCE to what it says: every client with any consent would act "
        "with all rights of the person. There: send the token of your own front end (`/api/auth/token`).",
    )


def _subject(refused: Refused) -> str | None:
    name = refused.error.detail
    if name not in refused.claims:
        return f"The claim {name!r} is missing."
    if name == refused.conf.keys.USER_ID_CLAIM:
        return None
    return f"The claim {name!r} is no id: it is empty, not text, longer than 255 characters, or has invisible ones."


def _required(refused: Refused) -> str:
    return f"The claim {refused.error.detail!r} is missing or null."


def _date(refused: Refused) -> str:
    return f"The claim {refused.error.detail!r} is not a number of seconds between 1970 and 9999."


def _kind(refused: Refused) -> str:
    """The usual cause, and the members of the payload or header that show it."""
    detail = refused.error.detail
    shown = f"typ {refused.header.get('typ')!r}" if detail == "typ" else detail
    return f"{EXPLANATIONS[refused.error.reason].cause} Seen by: {shown}."


def _session(refused: Refused) -> Explanation | str:
    if "sub" not in refused.claims:
        return _kind(refused)
    return Explanation(
        "This API token carries the whole session (`session` in its payload), and with it the live session token: "
        "whoever reads the token has the session.",
        "There: let `definePayload` name what is needed, such as `{ sid: session.id, name: user.name }`.",
    )


_EXACT: Mapping[Reason, Callable[[Refused], Explanation | str | None]] = {
    Reason.MALFORMED: _malformed,
    Reason.ALGORITHM: _algorithm,
    Reason.UNKNOWN_KEY: _unknown_key,
    Reason.SIGNATURE: _signature,
    Reason.EXPIRED: _expired,
    Reason.ISSUER: _issuer,
    Reason.AUDIENCE: _audience,
    Reason.SUBJECT: _subject,
    Reason.REQUIRED_CLAIM: _required,
    Reason.BAD_DATE: _date,
    Reason.TOKEN_TYPE: _kind,
    Reason.REFRESH_TOKEN: _kind,
    Reason.EMAIL_LINK: _kind,
    Reason.MACHINE_TOKEN: _kind,
    Reason.SESSION_COOKIE: _session,
}
