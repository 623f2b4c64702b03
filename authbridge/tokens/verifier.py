"""A token in, its claims out, or a `TokenError` that says why not (RFC 7519 section 7.2, RFC 8725)."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from authbridge.errors import BadSignature, ClaimRefused, MalformedToken, Reason, TokenEnded, TokenExpired, WrongKind
from authbridge.principal import Principal
from authbridge.tokens.claims import BearerClaims, Claims, Shape
from authbridge.tokens.jws import Compact, parse, read_object
from authbridge.tokens.keys import KeySource

_LAST_DATE = 253_402_300_799  # 9999-12-31T23:59:59Z, the last second a datetime can hold
# Members that change what is signed, or bring the key along: RFC 7515 sections 4.1 and 7797, and
# nothing Better Auth writes.
_REFUSED_MEMBERS = frozenset({"crit", "b64", "zip", "cty", "jwk", "jku", "x5u", "x5c", "x5t", "x5t#S256", "enc", "epk"})
_MAX_KID = 200
_MEDIA_TYPE = "application/"


@dataclass(frozen=True, slots=True)
class Policy:
    """What a token must say to be accepted.

    `leeway` (seconds) allows for clocks that differ, on `iat` and `nbf` only: `exp` is the end.
    `max_lifetime` (seconds) bounds `exp`, from `iat` or, without it, from now. `types` are the
    accepted `typ` header values in lower case, each without or with `application/` before it
    (RFC 7515 section 4.1.9, RFC 9068 section 4); an absent one is accepted unless `require_type`.
    """

    issuer: str = ""
    audiences: frozenset[str] = frozenset()
    require_issuer: bool = False
    require_audience: bool = False
    required_claims: tuple[str, ...] = ()
    leeway: float = 10.0
    max_lifetime: float = 30 * 86_400.0
    types: frozenset[str] = frozenset({"jwt", "at+jwt"})
    require_type: bool = False


@dataclass(frozen=True, slots=True)
class Verified:
    """A token that holds: its claims, the person, and until when it may be remembered."""

    claims: Claims
    principal: Principal
    until: float


class Verifier:
    """Verifies the tokens of one issuer: its keys, its policy, the shape of its payload."""

    def __init__(self, keys: KeySource, policy: Policy | None = None, shape: Shape | None = None) -> None:
        self.keys = keys
        self.policy = policy or Policy()
        self.shape = shape or BearerClaims()

    def verify(self, token: str) -> Claims:
        """The claims of a good token. Raises TokenError; its children say what is wrong."""
        return self.read(parse(token)).claims

    def read(self, token: Compact) -> Verified:
        """As `verify`, from a token already taken apart, with the principal."""
        self._check_header(token)
        self._check_signature(token)
        claims = read_object(token.payload)
        if "cnf" in claims:
            # Bound to a key that the sender must prove to hold (RFC 7800, RFC 9449 section 7.1, RFC 8705 section 3).
            # No such proof is looked at here, so whoever stole the token would pass: no shape may let it through.
            raise WrongKind(Reason.SENDER_CONSTRAINED, "cnf")
        expires = self._check_times(claims)
        principal = self.shape.principal(claims)
        self._check_names(claims)
        ends = self.shape.ends(claims)
        if ends <= time.time():
            raise TokenEnded(Reason.SESSION_ENDED, "the session has expired")
        return Verified(self.shape.public(claims), principal, min(expires, ends, self.keys.valid_until()))

    def _check_header(self, token: Compact) -> None:
        header = token.header
        if not _REFUSED_MEMBERS.isdisjoint(header):
            raise MalformedToken(Reason.JOSE_HEADER, ", ".join(sorted(_REFUSED_MEMBERS.intersection(header))))
        if "kid" in header and not _is_name(header["kid"]):
            raise MalformedToken(Reason.JOSE_HEADER, "kid")
        if "typ" not in header and not self.policy.require_type:
            return
        typ = header.get("typ")
        if not isinstance(typ, str) or typ.lower().removeprefix(_MEDIA_TYPE) not in self.policy.types:
            raise WrongKind(Reason.TOKEN_TYPE, "typ")

    def _check_signature(self, token: Compact) -> None:
        algorithm = token.header.get("alg")
        if not isinstance(algorithm, str):
            raise BadSignature(Reason.ALGORITHM, "alg is not text")
        kid = token.header.get("kid")
        keys = self.keys.candidates(kid, algorithm)
        if not keys:
            raise BadSignature(Reason.ALGORITHM, "no key is used with this alg")
        if not any(key.verify(token.signing_input, token.signature) for key in keys):
            raise BadSignature(Reason.SIGNATURE, "no key of ours made it")

    def _check_times(self, claims: Claims) -> float:
        """The end of the token, in seconds since the epoch."""
        policy, now = self.policy, time.time()
        expires, issued, begins = _date(claims, "exp"), _date(claims, "iat"), _date(claims, "nbf")
        if expires is None:
            raise ClaimRefused(Reason.NO_EXPIRY, "exp")
        if expires <= now:
            raise TokenExpired(Reason.EXPIRED, "exp")
        if issued is not None and issued > now + policy.leeway:
            raise ClaimRefused(Reason.ISSUED_IN_FUTURE, "iat")
        if begins is not None and begins > now + policy.leeway:
            raise ClaimRefused(Reason.NOT_YET_VALID, "nbf")
        if expires - (now if issued is None else issued) > policy.max_lifetime:
            raise ClaimRefused(Reason.LIFETIME, "exp")
        return expires

    def _check_names(self, claims: Claims) -> None:
        policy = self.policy
        if "iss" in claims:
            issuer = claims["iss"]
            if not isinstance(issuer, str) or (policy.issuer and issuer != policy.issuer):
                raise ClaimRefused(Reason.ISSUER, "iss")
        elif policy.require_issuer:
            raise ClaimRefused(Reason.ISSUER, "iss is missing")
        if "aud" in claims:
            if not _is_for(claims["aud"], policy.audiences):
                raise ClaimRefused(Reason.AUDIENCE, "aud")
        elif policy.require_audience:
            raise ClaimRefused(Reason.AUDIENCE, "aud is missing")
        for name in policy.required_claims:
            if claims.get(name) is None:
                raise ClaimRefused(Reason.REQUIRED_CLAIM, name)


def _is_name(kid: Any) -> bool:
    return isinstance(kid, str) and 0 < len(kid) <= _MAX_KID and kid.isprintable()


def _date(claims: Claims, name: str) -> float | None:
    """A NumericDate (RFC 7519 section 2) between 1970 and 9999, or None when absent."""
    if name not in claims:
        return None
    value = claims[name]
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= _LAST_DATE:
        raise ClaimRefused(Reason.BAD_DATE, name)
    return float(value)


def _is_for(audience: Any, accepted: frozenset[str]) -> bool:
    """Whether `aud`, one text or a list of texts, names us (RFC 7519 section 4.1.3)."""
    if isinstance(audience, str):
        return audience in accepted
    return (
        isinstance(audience, tuple)
        and all(isinstance(name, str) for name in audience)
        and not accepted.isdisjoint(audience)
    )
