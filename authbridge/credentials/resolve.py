"""A request in, who is calling out: the life of a credential in one file.

find it (`registry`) → did a trusted page send it (`csrf`) → verify it (its own file) → has it not been
ended (`revocation`, `directory`).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import cast

from django.http import HttpRequest
from django.utils.module_loading import import_string

from authbridge import conf, csrf, revocation
from authbridge.conf import Conf
from authbridge.credentials.kind import Unusable
from authbridge.credentials.registry import Credential, find_credentials
from authbridge.principal import LOCAL
from authbridge.tokens.claims import BearerClaims
from authbridge.tokens.verifier import Verified


def authenticate_request(request: HttpRequest, shape_class: type[BearerClaims] | None = None) -> Verified | None:
    """Who is calling, and by which claims; None when there is no credential. Raises TokenError."""
    current = conf.current()
    found = find_credentials(request, current)
    if not found:
        return None
    if found[0].kind.is_cookie:
        csrf.enforce(request, current)
    verified = _verify_first_usable(found, request, current, shape_class)
    require_not_ended(verified, current)
    return verified


def require_not_ended(verified: Verified, current: Conf) -> None:
    """Ask what may have ended since a token was issued. Raises TokenError; asks nobody when all is off."""
    if current.keys.REVOCATION or verified.principal.source == LOCAL:
        revocation.check(verified)
    if current.keys.LIVE_SESSION_CHECK and verified.principal.source != LOCAL:
        _require_live()(verified)


def _verify_first_usable(
    found: list[Credential], request: HttpRequest, current: Conf, shape_class: type[BearerClaims] | None
) -> Verified:
    """What the first says that can speak at all. The refusal of the first stands when none can."""
    refusals = []
    for kind, text in found:
        try:
            return kind.verify(text, request, current, shape_class)
        except Unusable as unusable:
            refusals.append(unusable.refusal)
    raise refusals[0]


# The directory is an app of its own, above this file: it is reached by name, and only when it is on.
@cache
def _require_live() -> Callable[[Verified], None]:
    return cast("Callable[[Verified], None]", import_string("authbridge.directory.live.require_live"))
