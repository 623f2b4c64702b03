"""The way of four requests through this project's modules, as they really go: `python -m benchmarks.trace`.

For each it prints the modules of this project that ran, in the order in which the request first reached them, and
how many there are. Each request is sent once before, so that imports and caches are no part of its way.
"""

from __future__ import annotations

import json
import os
import secrets
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

OURS = ("authbridge", "config", "todos")
BASELINE = {"create": 31, "filtered list": 24, "token verification": 9, "refresh": 22}
"""Modules passed before the second house."""


@contextmanager
def record_modules() -> Iterator[list[str]]:
    """The names of this project's modules in which a function is called meanwhile, each once, in order."""
    passed: dict[str, None] = {}

    def note(frame: FrameType, event: str, argument: Any) -> None:
        name = frame.f_globals.get("__name__", "")
        if event == "call" and name.partition(".")[0] in OURS:
            passed.setdefault(name)

    modules: list[str] = []
    before = sys.getprofile()
    sys.setprofile(note)
    try:
        yield modules
    finally:
        sys.setprofile(before)
        modules.extend(passed)


def trace_all() -> dict[str, list[str]]:
    """The modules of each way. Needs Django set up, with a migrated database."""
    from django.test import Client

    from authbridge.testing import bearer

    client = Client()

    def call(method: str, path: str, data: Any = None, headers: dict[str, str] | None = None) -> Any:
        body = "" if data is None else json.dumps(data)
        answer = client.generic(method, path, body, "application/json", headers=headers or {})
        assert answer.status_code < 300, answer.content
        return answer

    account = {"email": "trace@example.com", "password": secrets.token_urlsafe(16), "name": "Trace"}
    tokens = call("POST", "/api/auth/register", account).json()

    def refresh() -> None:
        nonlocal tokens
        tokens = call("POST", "/api/auth/refresh", {"refresh_token": tokens["refresh_token"]}).json()

    known = bearer("alice")
    unseen: list[Any] = []
    ways: dict[str, Callable[[], object]] = {
        "create": lambda: call("POST", "/api/alice/tasks", {"title": "Buy milk"}, known),
        "filtered list": lambda: call("GET", "/api/alice/tasks?priority=high&sort=-created_at", None, known),
        "token verification": lambda: _verify(unseen.pop()),
        "refresh": refresh,
    }
    found = {}
    for name, go in ways.items():
        unseen += [_unseen_request(), _unseen_request()]
        go()
        with record_modules() as modules:
            go()
        found[name] = modules
    return found


def _unseen_request() -> Any:
    """A request with a token that this process has not verified, so that nothing of it is remembered."""
    from django.test import RequestFactory

    from authbridge.testing import bearer

    return RequestFactory().get("/", headers=bearer("alice", jti=secrets.token_hex(8)))


def _verify(request: Any) -> None:
    from authbridge.credentials.resolve import authenticate_request

    assert authenticate_request(request) is not None


def main() -> None:
    """Print the four ways."""
    os.environ.update(
        DJANGO_SETTINGS_MODULE="config.settings", IGNORE_DOTENV="1", DATABASE_URL="sqlite:///:memory:",
        CACHE_URL="locmem://", ALLOWED_HOSTS="testserver", EMAIL_URL="memory://",
        DJANGO_SECRET_KEY=secrets.token_urlsafe(48), BETTER_AUTH_SECRET=secrets.token_urlsafe(48),
        JWT_SECRET_KEY=secrets.token_urlsafe(48),
    )  # fmt: skip
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    for name, modules in trace_all().items():
        print(f"{name}: {len(modules)} modules (before: {BASELINE[name]})")
        print("".join(f"    {module}\n" for module in modules))


if __name__ == "__main__":
    main()
