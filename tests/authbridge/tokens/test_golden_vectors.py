"""What a real Better Auth issued, met at the moment of its capture: accepted where configured, refused where not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine

from authbridge.errors import TokenError
from authbridge.tokens.cached_verifier import TokenReader
from authbridge.tokens.claims import BearerClaims, SessionDataClaims
from authbridge.tokens.jwks import public_key
from authbridge.tokens.keys import Key, KeyRing
from authbridge.tokens.session_cookies import joined, signed_token
from authbridge.tokens.verifier import Policy, Verifier

pytestmark = pytest.mark.anywhere

FILES = sorted((Path(__file__).parent / "vectors").glob("better-auth-*.json"))


def cases(*kinds: str) -> list[Any]:
    return list(_cases(kinds))


def _cases(kinds: tuple[str, ...]) -> Iterator[Any]:
    for path in FILES:
        capture = json.loads(path.read_text(encoding="utf-8"))
        for vector in capture["vectors"]:
            if vector["kind"] in kinds:
                yield pytest.param(capture, vector, id=f"{path.stem.removeprefix('better-auth-')}-{vector['name']}")


def reader(capture: dict[str, Any]) -> TokenReader:
    origin = capture["origin"]
    policy = Policy(issuer=origin, audiences=frozenset({origin}))
    keys = [key for jwk in capture.get("jwks", {}).get("keys", []) if (key := public_key(jwk))]
    return TokenReader(
        shared=Verifier(KeyRing([Key.shared(capture["api_secret"])]), policy, BearerClaims(roles="role")),
        key_set=Verifier(KeyRing(keys), policy, BearerClaims(roles="role")) if keys else None,
    )


@pytest.mark.parametrize(("capture", "vector"), cases("bearer"))
def test_an_api_token_speaks_for_its_person(capture: dict[str, Any], vector: dict[str, Any]) -> None:
    with time_machine.travel(capture["captured_at"], tick=False):
        principal = reader(capture).read(vector["value"]).principal
    assert (principal.id, principal.name) == (capture["user"]["id"], capture["user"]["name"])
    assert principal.roles == {"user", "support"}
    assert principal.session_id in (capture["session_id"], None)


@pytest.mark.parametrize(("capture", "vector"), cases("expired-bearer", "email-link", "session-token", "cookie"))
def test_nothing_else_is_an_api_token(capture: dict[str, Any], vector: dict[str, Any]) -> None:
    with time_machine.travel(capture["captured_at"], tick=False), pytest.raises(TokenError):
        reader(capture).read(vector["value"])


@pytest.mark.parametrize(("capture", "vector"), cases("cookie"))
def test_a_session_cookie_is_the_session(capture: dict[str, Any], vector: dict[str, Any]) -> None:
    ring = KeyRing([Key.shared(capture["secret"])])
    options = capture["options"]
    if vector["name"] == "session-token":
        assert len(signed_token(vector["value"], ring)) == 32
        return
    verifier = Verifier(ring, Policy(types=frozenset()), SessionDataClaims())
    cookies = TokenReader(shared=verifier, longest=32 * 1024)
    with time_machine.travel(capture["captured_at"], tick=False):
        if options["cookieCache"] != "jwt" or "sessionCookieCache" in options:
            with pytest.raises(TokenError):
                cookies.read(vector["value"])
            return
        name = next(name for name in vector["cookies"] if ".session_data" in name)
        whole = joined(vector["cookies"], name.partition(".session_data")[0] + ".session_data")
        assert whole == vector["value"]
        assert cookies.read(vector["value"]).principal.session_id
