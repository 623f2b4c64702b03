"""Sessions of the desk that end: after a working day, and after an hour without a page.

The cookie's age alone is not enough: Django moves it whenever a session is written, and a desk that was left
open stays open. What counts is kept in the session itself, where no browser can change it.
"""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest

_ENTERED, _SEEN = "desk_entered", "desk_seen"
_SELDOM = 5 * 60  # seconds between two writes of when somebody was seen
TOLD = "You were signed out: a session of the desk ends after a working day, and after an hour without a page."


def _enter(sender: Any, request: HttpRequest | None, **_: Any) -> None:
    if hasattr(request, "session"):
        request.session[_ENTERED] = request.session[_SEEN] = time.time()  # type: ignore[union-attr]  # looked at above


user_logged_in.connect(_enter, dispatch_uid="desk_session")


def stays(request: HttpRequest) -> bool:
    """Whether the session goes on; if not, it is ended here."""
    now, session = time.time(), request.session
    entered, seen = session.get(_ENTERED, 0), session.get(_SEEN, 0)
    if now - entered >= settings.SESSION_COOKIE_AGE or now - seen >= settings.DESK_IDLE:
        logout(request)
        messages.info(request, TOLD)
        return False
    if now - seen >= _SELDOM:
        session[_SEEN] = now
    return True
