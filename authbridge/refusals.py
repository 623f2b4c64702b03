"""What a caller is told of a refusal, whichever framework answers: status, code, sentence, header fields.

The reason stands in the audit log and is told to nobody else.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from authbridge import audit, conf, signals
from authbridge.errors import CannotDecide, Reason, TokenError

# One sentence per code: what a client may know.
SENTENCES = {
    "invalid_token": "The access token is not valid.",
    "token_expired": "The access token has expired.",
    "forbidden": "This request was sent by a site that is not trusted.",
    "unavailable": "The credential cannot be checked right now. Try again shortly.",
}
_NO_USER = "You have no account here."
_NO_CREDENTIAL = "This needs an access token."
_TITLES = {401: "Unauthorized", 403: "Forbidden", 503: "Service Unavailable"}
STATUS = {"invalid_token": 401, "token_expired": 401, "forbidden": 403, "unavailable": 503}
"""The status of each code that a `TokenError` can have."""


def challenge(code: str | None = None) -> str:
    """The value of WWW-Authenticate (RFC 6750 section 3); without a code when nothing was sent."""
    header = f'Bearer realm="{conf.keys().REALM}"'
    if code not in ("invalid_token", "token_expired"):
        return header
    # The RFC knows one word for both; the description tells a client that a refresh would help.
    return f'{header}, error="invalid_token", error_description="{SENTENCES[code]}"'


def sentence_of(error: TokenError) -> str:
    """The sentence that a client may read."""
    return _NO_USER if error.reason is Reason.UNKNOWN_USER else SENTENCES[error.code]


def record_refusal(sender: Any, request: HttpRequest, error: TokenError) -> None:
    """Write a refusal down, and tell whoever listens to `signals.token_rejected`."""
    audit.refused(request, error)
    signals.token_rejected.send_robust(sender, request=request, error=error)


def refuse(sender: Any, request: HttpRequest, error: TokenError | None) -> HttpResponse:
    """The answer to a refused credential, or to none (None), as RFC 9457 problem+json; the refusal is recorded."""
    if error is None:
        return _problem(401, "not_authenticated", _NO_CREDENTIAL, {"WWW-Authenticate": challenge()})
    record_refusal(sender, request, error)
    status = STATUS[error.code]
    headers = {"WWW-Authenticate": challenge(error.code)} if status == 401 else {}
    if isinstance(error, CannotDecide):
        headers["Retry-After"] = str(error.retry_after)
    return _problem(status, error.code, sentence_of(error), headers)


def _problem(status: int, code: str, detail: str, headers: Mapping[str, str]) -> HttpResponse:
    body = {"type": "about:blank", "title": _TITLES[status], "status": status, "detail": detail, "code": code}
    return JsonResponse(
        body, status=status, content_type="application/problem+json", headers={"Cache-Control": "no-store", **headers}
    )
