"""Strict JSON, correctly signed, that says something which is never accepted."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

from authbridge.testing.hostile.good import Good

_NOT_A_DATE: Mapping[str, Any] = {
    "text": "9999999999",
    "ISO text": "2099-01-01T00:00:00Z",
    "true": True,
    "false": False,
    "null": None,
    "a list": [9_999_999_999],
    "an object": {},
    "negative": -1,
    "zero": 0,
    "beyond the year 9999": 253_402_300_800,
    "1e300": 1e300,
    "ten to the 400": 10**400,
    "milliseconds": 1_795_000_000_000,
}

_NOT_A_NAME: Mapping[str, Any] = {
    "empty": "",
    "a blank": " ",
    "null": None,
    "a number": 7,
    "zero": 0,
    "true": True,
    "a list": ["alice"],
    "an object": {"id": "alice"},
    "of 256 characters": "a" * 256,
    "with a blank inside": "ali ce",
    "with a line break": "alice\n",
    "with a NUL": "alice\0",
    "with a tab": "alice\t",
    "with a bidi override": "alice\u202e",
    "with a zero-width space": "alice\u200b",
    "with a no-break space": "alice\u00a0",
    "with a soft hyphen": "al\u00adice",
}


def _but(**changes: Any) -> Callable[[Good], str]:
    return lambda good: good.but(**changes)


def _without(*names: str, **changes: Any) -> Callable[[Good], str]:
    return lambda good: good.without(*names, **changes)


def _from_now(name: str, seconds: float) -> Callable[[Good], str]:
    return lambda good: good.but(**{name: int(time.time() + seconds)})


_OTHER_KINDS: Mapping[str, Callable[[Good], str]] = {
    "an e-mail link": _without("sub", "iss", "aud", email="alice@example.com"),
    "an e-mail link with userId": _without("sub", "iss", "aud", email="alice@example.com", userId="alice"),
    "a change-e-mail link": _without("sub", "iss", "aud", email="alice@example.com", updateTo="mallory@example.com"),
    "a link with a request type": _without(
        "sub", "iss", "aud", email="alice@example.com", requestType="change-email-verification"
    ),
    "a session cookie": _without("sub", "iss", "aud", session={"token": "t"}, user={"id": "alice"}),
    "a session cookie with sub": _but(session={"token": "t"}, user={"id": "alice"}),
    "a refresh token by type": _but(type="refresh"),
    "a refresh token by token_type": _but(token_type="refresh"),  # noqa: S106 - a claim
    "a refresh_token by token_type": _but(token_type="refresh_token"),  # noqa: S106 - a claim
    "type of an ID token": _but(type="id"),
    "type of a logout token": _but(type="logout_token"),
    "token_type of an ID token": _but(token_type="ID"),  # noqa: S106 - a claim
    "the session beside a person": _but(session={"id": "s", "token": "t"}),
    "a machine token": _but(client_id="mallory"),
    "a token bound to a DPoP key": _but(cnf={"jkt": "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"}),
    "a token bound to a certificate": _but(cnf={"x5t#S256": "bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2"}),
    "a logout token": _but(events={"http://schemas.openid.net/event/backchannel-logout": {}}),
    "an ID token with a nonce": _but(nonce="n", auth_time=1_700_000_000, acr="urn:mace:incommon:iap:bronze"),
    "an ID token with its authorized party": _but(nonce="n", azp="app"),
    "an ID token without a nonce": _but(auth_time=1_700_000_000, acr="urn:mace:incommon:iap:bronze"),
    "an ID token with c_hash": _but(c_hash="h"),
    "an ID token with at_hash": _but(at_hash="h"),
}

TOKENS: Mapping[str, Callable[[Good], str]] = {
    **{f"sub {name}": _but(sub=value) for name, value in _NOT_A_NAME.items()},
    "sub half a surrogate pair": lambda good: good.text(sub='"\\ud800"'),
    "no sub": _without("sub"),
    "no sub but id": _without("sub", id="alice"),
    "no sub but userId": _without("sub", userId="alice"),
    "no sub but user_id": _without("sub", user_id="alice"),
    "no sub but user.id": _without("sub", user={"id": "alice"}),
    "Sub instead of sub": _without("sub", Sub="alice"),
    "sid a number": _but(sid=1),
    "sid empty": _but(sid=""),
    "no exp": _without("exp"),
    **{f"exp {name}": _but(exp=value) for name, value in _NOT_A_DATE.items()},
    **{f"iat {name}": _but(iat=value) for name, value in _NOT_A_DATE.items()},
    **{f"nbf {name}": _but(nbf=value) for name, value in _NOT_A_DATE.items()},
    "exp NaN": lambda good: good.text(exp="NaN"),
    "exp Infinity": lambda good: good.text(exp="Infinity"),
    "exp 1e999": lambda good: good.text(exp="1e999"),
    "exp in a hundred years": _from_now("exp", 100 * 365 * 86_400),
    "exp in a hundred years, no iat": lambda good: good.without("iat", exp=int(time.time()) + 100 * 365 * 86_400),
    "iat in an hour": _from_now("iat", 3_600),
    "nbf in an hour": _from_now("nbf", 3_600),
    "iss of another": _but(iss="https://attacker.invalid"),
    "iss with a slash after it": lambda good: good.but(iss=str(good.claims.get("iss")) + "/"),
    "iss in upper case": lambda good: good.but(iss=str(good.claims.get("iss")).upper()),
    "iss empty": _but(iss=""),
    "iss null": _but(iss=None),
    "iss a number": _but(iss=1),
    "iss a list": lambda good: good.but(iss=[good.claims.get("iss")]),
    "aud of another": _but(aud="https://attacker.invalid"),
    "aud with a slash after it": lambda good: good.but(aud=str(good.claims.get("aud")) + "/"),
    "aud a part of ours": lambda good: good.but(aud=str(good.claims.get("aud"))[:-1]),
    "aud empty": _but(aud=""),
    "aud null": _but(aud=None),
    "aud a number": _but(aud=1),
    "aud an object": lambda good: good.but(aud={str(good.claims.get("aud")): True}),
    "aud an empty list": _but(aud=[]),
    "aud a list of others": _but(aud=["a", "b"]),
    "aud a list with a number": lambda good: good.but(aud=[good.claims.get("aud"), 1]),
    "aud a list of a list": lambda good: good.but(aud=[[good.claims.get("aud")]]),
    "aud of the session cache": _but(aud="better-auth:session-cache"),
    **_OTHER_KINDS,
}
