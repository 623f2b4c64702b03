"""The published Wycheproof vectors for HMAC signatures, one test each."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from authbridge.checks.secrets import MIN_SECRET_LENGTH
from authbridge.errors import TokenError
from authbridge.tokens.jws import decode, parse
from authbridge.tokens.keys import Key, KeyRing

pytestmark = pytest.mark.anywhere

_DATA = json.loads((Path(__file__).parent / "vectors" / "wycheproof_hs256.json").read_text(encoding="utf-8"))
# Where the published verdict is not what the bytes in the file say; see the file's own note.
_SAME_BYTES_AS_A_VALID_ONE = {367, 370}
_MAC_OF_OTHER_BYTES = {372, 373}
# Key sizes are a matter of the settings: the check authbridge.E002 refuses a short secret.
_SHORT_KEY = {10}


def cases() -> list[Any]:
    return [
        pytest.param(group, case, id=f"{group['file'][:12]}-{case['tcId']}-{case['comment']}")
        for group in _DATA["groups"]
        for case in group["tests"]
    ]


def accepted(group: dict[str, Any], token: str) -> bool:
    """Whether our strict reading and our key take it for signed."""
    try:
        compact = parse(token)
        ring = KeyRing([Key("wycheproof", decode(group["key_k"]))])
        keys = ring.candidates(None, str(compact.header.get("alg")))
        decode(compact.payload)
        return any(key.verify(compact.signing_input, compact.signature) for key in keys)
    except (TokenError, ValueError):  # ValueError: an empty key is no key
        return False


@pytest.mark.parametrize(("group", "case"), cases())
def test_vector(group: dict[str, Any], case: dict[str, Any]) -> None:
    number = case["tcId"]
    wanted = case["result"] == "valid"
    of_keys = group["file"] == "json_web_key_test.json"
    if number in _SAME_BYTES_AS_A_VALID_ONE:
        wanted = True
    elif number in _MAC_OF_OTHER_BYTES:
        wanted = False
    elif of_keys and not group["comment"].startswith("HS256"):
        wanted = False  # HS384 and HS512 are never accepted
    elif of_keys and number in _SHORT_KEY:
        assert len(decode(group["key_k"])) < MIN_SECRET_LENGTH
        return
    assert accepted(group, case["jws"]) is wanted
