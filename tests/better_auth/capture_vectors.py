"""Captures what a real Better Auth issues: ``python -m tests.better_auth.capture_vectors``.

Each file in tests/authbridge/tokens/vectors/ holds the credentials of one set-up, with the secret or key set that verifies
them and the moment of capture, to which a test turns its clock. The secrets are for tests only. Run it again when the
pinned better-auth changes, and read the difference before committing it: test_vectors.py says when the shapes no
longer match.
"""

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jwt

from tests.better_auth import node_project
from tests.better_auth.options import Flavour, Options, Way
from tests.better_auth.person import Person
from tests.better_auth.server import API_SECRET, BetterAuthServer

FOLDER = node_project.ROOT.parent / "authbridge" / "tokens" / "vectors"
ORIGIN = "http://localhost:3000"
NOTE = "Captured from a real Better Auth by tests/better_auth/capture_vectors.py; the secrets are for tests only."

SET_UPS: dict[str, tuple[Flavour, Options]] = {
    "hs256": ("hs256", {}),
    "hs256-user-row": ("hs256", {"claims": "user-row"}),
    "hs256-own-secret": ("hs256", {"apiSecret": API_SECRET, "audience": ["https://api.example", ORIGIN]}),
    "jwks-eddsa": ("eddsa", {}),
    "jwks-eddsa-user-row": ("eddsa", {"claims": "user-row"}),
    "jwks-es256": ("es256", {}),
    "jwks-es512": ("es512", {}),
    "jwks-rs256": ("rs256", {}),
    "jwks-ps256": ("ps256", {}),
    "cookie-compact": ("hs256", {"cookieCache": "compact"}),
    "cookie-jwt": ("hs256", {"cookieCache": "jwt"}),
    "cookie-jwt-secure": ("hs256", {"cookieCache": "jwt", "secureCookies": True, "cookiePrefix": "todo"}),
    "cookie-jwe": ("hs256", {"cookieCache": "jwe"}),
    "cookie-jwks-es256": ("es256", {"cookieCache": "jwt", "sessionCookieCache": True}),
}


def _vector(name: str, note: str, kind: str, value: str, **more: object) -> dict[str, object]:
    vector: dict[str, object] = {"name": name, "kind": kind, "note": note, "value": value, **more}
    if value.count(".") == 2 and value.startswith("eyJ"):
        vector["header"] = jwt.get_unverified_header(value)
        vector["claims"] = jwt.decode(value, options={"verify_signature": False})
    return vector


def _bearers(server: BetterAuthServer, person: Person) -> Iterator[dict[str, object]]:
    ways: list[Way] = ["hs256-route", "hs256-endpoint", "hs256-jwt-plugin"] if server.flavour == "hs256" else ["jwks"]
    for way in ways:
        yield _vector(way, f"an API token by the way {way}", "bearer", server.token(person, way))
        expired = server.expired_token(person, way)
        yield _vector(f"{way}-expired", "the same key, an hour past its end", "expired-bearer", expired)


def _look_alikes(server: BetterAuthServer, person: Person) -> Iterator[dict[str, object]]:
    link = server.verification_link_token(person)
    yield _vector("email-link", "the token of an e-mail verification link", "email-link", link)
    yield _vector("bearer-plugin", "set-auth-token: the signed session token, decoded", "session-token", person.bearer)


def _cookies(server: BetterAuthServer, person: Person) -> Iterator[dict[str, object]]:
    def cookie(name: str, note: str, value: str, owner: Person) -> dict[str, object]:
        return _vector(name, note, "cookie", value, cookies=dict(owner.cookies))

    token = server.session_token_cookie(person)
    yield cookie("session-token", "the signed session cookie, percent-encoded", token, person)
    if server.options.get("cookieCache", "off") == "off":
        return
    yield cookie("session-data", "the cookie cache", server.session_data_cookie(person), person)
    long = server.sign_up("long@example.com", name="Long", image="y" * 5000)
    yield cookie("session-data-chunked", "more than one cookie holds", server.session_data_cookie(long), long)
    brief = server.sign_in(person.email, remember_me=False)
    yield cookie("session-data-brief", "rememberMe false", server.session_data_cookie(brief), brief)


def capture(name: str) -> dict[str, Any]:
    """Starts the set-up of that name and returns everything that one person is given by it."""
    flavour, options = SET_UPS[name]
    with BetterAuthServer.start(flavour=flavour, **Options(baseUrl=ORIGIN, **options)) as server:
        person = server.sign_up("zoe@example.com", name="Zoë Müller 🦊")
        server.set_role(person, "user,support")
        person = server.sign_in("zoe@example.com")
        captured: dict[str, Any] = {
            "note": NOTE,
            "better_auth": json.loads((node_project.ROOT / "package.json").read_text())["dependencies"]["better-auth"],
            "flavour": flavour,
            "options": options,
            "origin": ORIGIN,
            "secret": server.secret,
            "api_secret": options.get("apiSecret", server.secret),
            "captured_at": int(time.time()),
            "user": {"id": person.id, "email": person.email, "name": person.name, "role": "user,support"},
            "session_id": server.session_id(person),
            "vectors": [*_bearers(server, person), *_look_alikes(server, person), *_cookies(server, person)],
        }
        if flavour != "hs256":
            captured["jwks"] = server.jwks()
        return captured


def path_of(name: str) -> Path:
    return FOLDER / f"better-auth-{name}.json"


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for number, name in enumerate(SET_UPS, start=1):
        print(f"[{number}/{len(SET_UPS)}] {name}", file=sys.stderr, flush=True)
        path_of(name).write_text(json.dumps(capture(name), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
