"""Which step refuses a token, why, and what to change on which side. For the operator, never for a client."""

from __future__ import annotations

import re
import time
from base64 import b64decode, urlsafe_b64decode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from authbridge import conf
from authbridge.conf import Conf
from authbridge.credentials import resolve
from authbridge.doctor.reasons import EXPLANATIONS, Explanation
from authbridge.errors import MalformedToken, Reason, TokenError
from authbridge.tokens.jws import Compact, parse, read_object
from authbridge.tokens.keys import ASYMMETRIC, Key

_SESSION_TOKEN = re.compile(r"[A-Za-z0-9]{32}(\.[A-Za-z0-9+/%]{43,}=?(%3D)?)?")
_SEE_ROUND = "The finding of the settings above says what to change."
_SKEW = 120  # seconds: an expiry so recent may be a clock's doing


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """The verdict on one token. `header` and `claims` are as the token says, believed or not."""

    accepted: bool
    reason: str = ""
    cause: str = ""
    mend: str = ""
    header: Mapping[str, Any] = field(default_factory=dict)
    claims: Mapping[str, Any] = field(default_factory=dict)


def diagnose(text: str) -> Diagnosis:
    """What this service makes of a token, with the most exact cause that can be found."""
    current = conf.current()
    token = text.strip()
    if token.lower().startswith("bearer "):
        token = token[7:].strip()
    header, claims = unverified(token)
    try:
        verified = current.reader().read(token)
        resolve.require_not_ended(verified, current)
    except (LookupError, ValueError) as error:  # what is asked is not set up rightly; the round names it
        return Diagnosis(False, "", f"It cannot be judged: {type(error).__name__}.", _SEE_ROUND, header, claims)
    except TokenError as error:
        cause, mend = _explained(token, error, current, header, claims)
        return Diagnosis(False, str(error.reason), cause, mend, header, claims)
    cause = f"Accepted: {verified.principal.source} user {verified.principal.id}."
    return Diagnosis(True, "", cause, "", header, claims)


def unverified(token: str) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """The header and claims as they stand in the token, unverified; empty where they cannot be read."""
    try:
        compact = parse(token)
        return compact.header, read_object(compact.payload)
    except MalformedToken:
        return {}, {}


def _explained(
    token: str, error: TokenError, current: Conf, header: Mapping[str, Any], claims: Mapping[str, Any]
) -> Explanation:
    """The cause and mend of a reason, more exact where the token tells more."""
    found = SimpleNamespace(token=token, error=error, conf=current, header=header, claims=claims)
    usual = EXPLANATIONS[error.reason]
    exact = _EXACT[error.reason](found) if error.reason in _EXACT else None
    if isinstance(exact, Explanation):
        return exact
    return Explanation(exact or usual.cause, usual.mend)


def _malformed(found: Any) -> str | None:
    segments = found.token.split(".")
    if _SESSION_TOKEN.fullmatch(found.token):
        return "This is Better Auth's session token, not a JSON Web Token: it stands for the session itself."
    if len(segments) == 5:
        return "This is an encrypted token (JWE), the content of a session cookie with strategy `jwe`."
    if len(segments) == 1 and found.token.startswith("eyJzZXNzaW9u"):
        return "This is the content of a session cookie with strategy `compact`, not a token."
    if found.token[:1] in "\"'" or found.token[-1:] in "\"'":
        return "The token stands in quotes."
    return None


def _algorithm(found: Any) -> str | None:
    algorithm = found.header.get("alg")
    if algorithm in ASYMMETRIC and not found.conf.keys.JWKS_URL:
        return (
            f"The token is signed with {algorithm} by Better Auth's jwt plugin (EdDSA is its default, and it cannot "
            "sign HS256), and HS256 is expected here."
        )
    if algorithm == "HS256":
        return "The token is signed HS256 with a shared secret, and only the key set at JWKS_URL is configured here."
    return f"The token says alg {str(algorithm)[:20]!r}, which is never accepted."


def _signature(found: Any) -> str | None:
    for how, key in _near_misses(found.conf):
        if _made_by(found.token, key):
            return f"The token is signed with {how}. The two sides read the same value differently."
    return None


def _near_misses(current: Conf) -> Iterator[tuple[str, str | bytes]]:
    """What the other side may have made of our secret."""
    for secret in current.secrets:
        bare = secret.strip().strip("\"'`")
        yield "the secret without its white space or quotes", bare
        for mark in ('"', "'"):
            yield "the secret and the quotes around it", f"{mark}{bare}{mark}"
        for end in ("\n", "\r\n", " ", "\r"):
            yield "the secret and white space after it", bare + end
        for name, decode in (("base64", b64decode), ("base64url", urlsafe_b64decode), ("hex", bytes.fromhex)):
            try:
                yield f"the {name}-decoded secret, while here its text is the key", decode(bare + _padding(name, bare))
            except ValueError:
                continue
    for secret in (current.keys.LOCAL_SECRET, *current.keys.LOCAL_PREVIOUS_SECRETS):
        yield "JWT_SECRET_KEY, the key of local accounts, instead of the shared secret", secret


def _padding(name: str, text: str) -> str:
    return "" if name == "hex" else "=" * (-len(text) % 4)


def _made_by(token: str, secret: str | bytes) -> bool:
    if not secret:
        return False
    compact: Compact = parse(token)
    try:
        return Key("", secret).verify(compact.signing_input, compact.signature)
    except ValueError:
        return False


def _expired(found: Any) -> str | None:
    ago = time.time() - found.claims["exp"]
    if ago > _SKEW:
        return f"The token expired {ago:.0f} seconds ago."
    return f"The token expired {ago:.0f} seconds ago. If it was just minted, the two clocks differ by about that much."


def _issuer(found: Any) -> str | None:
    return f"The token says iss {found.claims.get('iss')!r}; expected is {found.conf.policy.issuer!r}."


def _audience(found: Any) -> str | None:
    wanted = ", ".join(map(repr, sorted(found.conf.policy.audiences))) or "none, since BASE_URL and AUDIENCE are unset"
    return f"The token says aud {found.claims.get('aud')!r}; accepted: {wanted}."


def _subject(found: Any) -> str | None:
    name = found.error.detail
    if name not in found.claims:
        return f"The claim {name!r} is missing."
    if name == found.conf.keys.USER_ID_CLAIM:
        return None
    return f"The claim {name!r} is no id: it is empty, not text, longer than 255 characters, or has invisible ones."


def _required(found: Any) -> str:
    return f"The claim {found.error.detail!r} is missing or null."


def _date(found: Any) -> str:
    return f"The claim {found.error.detail!r} is not a number of seconds between 1970 and 9999."


def _kind(found: Any) -> str:
    """The usual cause, and the members of the payload or header that show it."""
    shown = f"typ {found.header.get('typ')!r}" if found.error.detail == "typ" else found.error.detail
    return f"{EXPLANATIONS[found.error.reason].cause} Seen by: {shown}."


def _session(found: Any) -> str | Explanation:
    if "sub" not in found.claims:
        return _kind(found)
    return Explanation(
        "This API token carries the whole session (`session` in its payload), and with it the live session token: "
        "whoever reads the token has the session.",
        "There: let `definePayload` name what is needed, such as `{ sid: session.id, name: user.name }`.",
    )


_EXACT = {
    Reason.MALFORMED: _malformed,
    Reason.ALGORITHM: _algorithm,
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
