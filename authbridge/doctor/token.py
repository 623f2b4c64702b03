"""Which step refuses a credential, why, and what to change on which side. For the operator, never for a client."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from authbridge import conf
from authbridge.conf import Conf
from authbridge.credentials import resolve
from authbridge.doctor.causes import Refused, explain
from authbridge.doctor.cookies import Verdict, judge_cookie_header, judge_session_data, judge_session_token
from authbridge.doctor.signature import is_signed_with
from authbridge.errors import MalformedToken, TokenError
from authbridge.tokens.jws import parse, read_object
from authbridge.tokens.session_cookies import CACHE_TYPE, LONGEST_DATA

_SEE_ROUND = "The finding of the settings above says what to change."
_LIVE = "…"


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """The verdict on one credential. `header` and `claims` are as it says, believed or not."""

    accepted: bool
    reason: str = ""
    cause: str = ""
    mend: str = ""
    header: Mapping[str, Any] = field(default_factory=dict)
    claims: Mapping[str, Any] = field(default_factory=dict)


def diagnose(text: str, front_end: str = "") -> Diagnosis:
    """What this service makes of a token, a cookie's value or a whole `Cookie` header, with the most exact cause.

    `front_end` is the fingerprint of the front end's secret (`authbridge_fingerprint` and its Node line make it);
    with it a wrong secret, a rotated one and a separate one are told apart.
    """
    current = conf.current()
    token = without_scheme(text)
    header, claims = unverified(token)
    try:
        verdict = (
            judge_cookie_header(text.strip(), current)
            or judge_session_data(token, claims, current)
            or judge_session_token(token, current)
        )
        if verdict is not None:
            return _of_cookie(verdict, token, header, claims, current)
        verified = current.reader().read(token)
        resolve.require_not_ended(verified, current)
    except (LookupError, ValueError) as error:  # what is asked is not set up rightly; the round names it
        return Diagnosis(False, "", f"It cannot be judged: {type(error).__name__}.", _SEE_ROUND, header, claims)
    except TokenError as error:
        found = explain(Refused(token, header, claims, error, current, front_end))
        return Diagnosis(False, str(error.reason), found.cause, found.mend, header, claims)
    cause = f"Accepted: {verified.principal.source} user {verified.principal.id}.{_rotating(token, current)}"
    return Diagnosis(True, "", cause, "", header, claims)


def without_scheme(text: str) -> str:
    """The token of a text that may begin with `Bearer`, in any case."""
    token = text.strip()
    return token[7:].strip() if token.lower().startswith("bearer ") else token


def unverified(token: str) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """The header and claims as they stand in the token, unverified; empty where they cannot be read."""
    try:
        compact = parse(token, LONGEST_DATA)
        return compact.header, read_object(compact.payload)
    except MalformedToken:
        return {}, {}


def without_live_tokens(header: Mapping[str, Any], claims: Mapping[str, Any]) -> dict[str, Any]:
    """The claims as they may be shown: the live session token, wherever a session cookie keeps it, is left out.

    It stands in `session.token`; in the cookie that is signed under the key set (`typ:
    better-auth.session-cache+jwt`) in `sid` as well.
    """
    hidden = {"token"}
    if "session" in claims or header.get("typ") == CACHE_TYPE:
        hidden.add("sid")
    shown = _hide(claims, hidden)
    return dict(shown)


def _hide(value: Any, hidden: set[str]) -> Any:
    if isinstance(value, Mapping):
        return {name: _LIVE if name in hidden else _hide(inner, hidden) for name, inner in value.items()}
    return [_hide(inner, hidden) for inner in value] if isinstance(value, list | tuple) else value


def _of_cookie(
    verdict: Verdict, text: str, header: Mapping[str, Any], claims: Mapping[str, Any], current: Conf
) -> Diagnosis:
    if verdict.verified is not None:
        person = verdict.verified.principal
        return Diagnosis(True, "", f"Accepted as a cookie: {person.source} user {person.id}.", "", header, claims)
    if verdict.error is None:
        assert verdict.explanation is not None
        return Diagnosis(False, "not_authenticated", *verdict.explanation, header, claims)
    found = verdict.explanation or explain(Refused(text, header, claims, verdict.error, current))
    return Diagnosis(False, str(verdict.error.reason), found.cause, found.mend, header, claims)


def _rotating(token: str, current: Conf) -> str:
    """What to say of a good token that an earlier secret signed."""
    if len(current.secrets) < 2 or is_signed_with(token, current.secrets[0]):
        return ""
    if not any(is_signed_with(token, secret) for secret in current.secrets[1:]):
        return ""
    return " It is signed with an earlier secret: the front end still has it, or the token is older than the rotation."
