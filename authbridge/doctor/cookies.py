"""What this service makes of Better Auth's session cookies: of a whole `Cookie` header, or of one value."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import unquote

from django.http import HttpRequest, parse_cookie

from authbridge.conf import Conf
from authbridge.credentials import resolve
from authbridge.credentials.kind import Unusable
from authbridge.credentials.session_data_cookie import SESSION_DATA_COOKIE, read_session_data
from authbridge.credentials.session_token_cookie import SESSION_TOKEN_COOKIE, verify_session_token
from authbridge.doctor.reasons import EXPLANATIONS, Explanation
from authbridge.errors import BadSignature, Reason, TokenError
from authbridge.tokens.session_cookies import foreign_strategy
from authbridge.tokens.verifier import Verified

_SIGNED_TOKEN = re.compile(r"[A-Za-z0-9]{32}\.[A-Za-z0-9+/]{43}=")
_BARE_TOKEN = re.compile(r"[A-Za-z0-9]{32}")
_COMPACT_BEGINS = "eyJzZXNzaW9uIjp7"  # {"session":{ - also of one that was cut off
_ITS_COOKIE = re.compile(r"(?:__Secure-)?.+\.session_(?:token|data)(?:\.\d+)?")
_NOT_READABLE = Explanation(
    "This is a `session_data` cookie of strategy {strategy}, which cannot be read here: only `jwt` under the shared "
    "secret can.",
    'There: set `session: { cookieCache: { strategy: "jwt" } }` (`compact` is Better Auth\'s default). Or here: accept '
    "the session token instead, with AUTHBRIDGE_SOURCES=session_token_cookie.",
)


class Verdict(NamedTuple):
    """What became of a cookie: who it speaks for, or the refusal with its explanation."""

    verified: Verified | None
    error: TokenError | None = None
    explanation: Explanation | None = None


def judge_cookie_header(text: str, current: Conf) -> Verdict | None:
    """The verdict on `name=value; name=value`, as a browser sends it with a GET; None when it is no such text."""
    cookies = parse_cookie(re.sub(r"^cookie:\s*", "", text, flags=re.IGNORECASE))
    if not any(_ITS_COOKIE.fullmatch(name) or name == current.keys.ACCESS_COOKIE for name in cookies):
        return None
    request = HttpRequest()
    request.method, request.COOKIES = "GET", cookies
    try:
        verified = resolve.authenticate_request(request)
    except TokenError as error:
        value = cookies.get(current.session_data_cookie, "")
        return Verdict(None, error, _explain(unquote(value), error))
    return Verdict(verified, None, None if verified else _not_looked_for(cookies, current))


def judge_session_data(text: str, claims: Mapping[str, object], current: Conf) -> Verdict | None:
    """The verdict on the value of a `session_data` cookie; None when it is none, or its source is off."""
    value = unquote(text)
    is_data = foreign_strategy(value) is not None or _is_session_payload(claims)
    if not is_data or SESSION_DATA_COOKIE.name not in current.keys.SOURCES:
        return None
    try:
        verified = read_session_data(value, current)
        resolve.require_not_ended(verified, current)
    except Unusable as unusable:
        return Verdict(None, unusable.refusal, _explain(value, unusable.refusal))
    except TokenError as error:
        return Verdict(None, error, _explain(value, error))
    return Verdict(verified)


def judge_session_token(text: str, current: Conf) -> Verdict | None:
    """The verdict on the value of a `session_token` cookie; None when it is none, or its source is off."""
    if not _SIGNED_TOKEN.fullmatch(unquote(text)) or SESSION_TOKEN_COOKIE.name not in current.keys.SOURCES:
        return None
    try:
        verified = verify_session_token(text, HttpRequest(), current)
        resolve.require_not_ended(verified, current)
    except TokenError as error:
        return Verdict(None, error, _explain(text, error))
    return Verdict(verified)


def describe_no_token(text: str) -> Explanation | None:
    """What a text is that is no JSON Web Token, where its source is off or there is none for it."""
    value = unquote(text)
    strategy = "compact" if value.startswith(_COMPACT_BEGINS) else foreign_strategy(value)
    if strategy in ("compact", "jwe"):
        return Explanation(_NOT_READABLE.cause.format(strategy=f"`{strategy}`"), _NOT_READABLE.mend)
    if value.count(".") == 4:
        return Explanation(
            "This is an encrypted token (JWE), which is never accepted.", "There: send a signed token, an API token."
        )
    if _SIGNED_TOKEN.fullmatch(value):
        return Explanation(
            "This is Better Auth's session token with its signature, not a JSON Web Token: it stands for the session "
            "itself, and its source is off.",
            "There: send an API token. Or here: accept it as the cookie it is, with "
            "AUTHBRIDGE_SOURCES=session_token_cookie (docs/sessions-and-ends.md says what that asks for).",
        )
    if _BARE_TOKEN.fullmatch(value):
        return Explanation(
            "This is Better Auth's session token without its signature, as it stands in its table and in the answer "
            "to a "
            "sign-in. It stands for the session itself and is accepted nowhere here.",
            "There: send an API token.",
        )
    return None


def _is_session_payload(claims: Mapping[str, object]) -> bool:
    return (
        "sub" not in claims and isinstance(claims.get("session"), Mapping) and isinstance(claims.get("user"), Mapping)
    )


def _explain(value: str, error: TokenError) -> Explanation | None:
    strategy = foreign_strategy(value)
    if strategy is not None:
        return Explanation(_NOT_READABLE.cause.format(strategy=f"`{strategy}`"), _NOT_READABLE.mend)
    if isinstance(error, BadSignature):
        return Explanation(
            "None of the secrets here made the cookie. Better Auth signs its cookies with its own BETTER_AUTH_SECRET, "
            "also where API tokens have a secret of their own.",
            EXPLANATIONS[Reason.SIGNATURE].mend,
        )
    return None


def _not_looked_for(cookies: Mapping[str, str], current: Conf) -> Explanation:
    there = ", ".join(sorted(name for name in cookies if _ITS_COOKIE.fullmatch(name)))
    wanted = {
        SESSION_DATA_COOKIE.name: current.session_data_cookie,
        SESSION_TOKEN_COOKIE.name: current.session_token_cookie,
    }
    looked_for = [wanted[name] for name in current.keys.SOURCES if name in wanted]
    if not looked_for:
        return Explanation(
            f"The request carries {there}, and no session cookie is a source here: it counts as a request without a "
            "credential (`not_authenticated`).",
            "Here: set AUTHBRIDGE_SOURCES=session_token_cookie, or let the front end send an API token.",
        )
    return Explanation(
        f"The request carries {there}, and looked for is {' or '.join(looked_for)}: it counts as a request without a "
        "credential (`not_authenticated`).",
        "Here: AUTHBRIDGE_COOKIE_PREFIX is Better Auth's advanced.cookiePrefix; AUTHBRIDGE_SECURE_COOKIES says whether "
        "the names begin with __Secure- (they do where BETTER_AUTH_URL is https).",
    )
