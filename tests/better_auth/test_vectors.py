"""The captured vectors are still what the pinned Better Auth issues: same headers, same claims, same cookies."""

import json
import re
from typing import Any

import jwt
import pytest
from jwt.types import Options

from tests.better_auth.capture_vectors import SET_UPS, capture, path_of

pytestmark = pytest.mark.anywhere

# One is enough while working; the gate captures them all.
EVERY_RUN = {"hs256"}


def captured(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path_of(name).read_text(encoding="utf-8"))
    return found


def shape(capture: dict[str, Any]) -> dict[str, Any]:
    """What stays the same from one capture to the next: no ids, times or signatures."""
    return {
        vector["name"]: {
            "kind": vector["kind"],
            "header": {name: "…" if name == "kid" else value for name, value in vector.get("header", {}).items()},
            "claims": sorted(vector.get("claims", {})),
            "parts": vector["value"].count("."),
            "cookies": sorted(vector.get("cookies", {})),
        }
        for vector in capture["vectors"]
    }


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name in EVERY_RUN else pytest.mark.slow) for name in SET_UPS]
)
def test_a_new_capture_has_the_shape_of_the_checked_in_one(node_packages: None, name: str) -> None:
    fresh = capture(name)
    assert shape(fresh) == shape(captured(name))
    assert fresh["better_auth"] == captured(name)["better_auth"]


@pytest.mark.parametrize("name", SET_UPS)
def test_the_captured_tokens_verify_with_the_captured_keys(name: str) -> None:
    capture = captured(name)
    keys = [jwt.PyJWK(key) for key in capture.get("jwks", {"keys": []})["keys"]]
    ignored: Options = {"verify_exp": False, "verify_aud": False, "verify_iat": False}
    bearers = [vector for vector in capture["vectors"] if vector["kind"] == "bearer"]
    assert bearers
    for vector in bearers:
        algorithm = vector["header"]["alg"]
        key = capture["api_secret"] if algorithm == "HS256" else keys[0]
        assert jwt.decode(vector["value"], key, [algorithm], options=ignored)["sub"] == capture["user"]["id"]


def test_every_checked_in_capture_has_a_set_up_that_makes_it() -> None:
    files = {path.name for path in path_of("hs256").parent.glob("better-auth-*.json")}
    assert files == {path_of(name).name for name in SET_UPS}


def test_no_capture_holds_a_secret_that_is_not_for_tests() -> None:
    for name in SET_UPS:
        capture = captured(name)
        assert re.match("test-only-", capture["secret"])
        assert re.match("test-only-", capture["api_secret"])
