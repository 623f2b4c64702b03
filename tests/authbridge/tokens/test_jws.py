"""A token taken apart: strictly, once, and within its size."""

from __future__ import annotations

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authbridge.errors import MalformedToken, Reason
from authbridge.tokens.issuer import encode
from authbridge.tokens.jws import MAX_HEADER, MAX_TOKEN, decode, parse, read_object

pytestmark = pytest.mark.anywhere


def segment(text: str) -> str:
    return encode(text.encode())


SIGNED = segment('{"alg":"HS256"}') + "." + segment("{}")


def reason(text: str) -> Reason:
    with pytest.raises(MalformedToken) as raised:
        parse(text)
    return raised.value.reason


@given(st.binary(max_size=200))
def test_what_is_encoded_is_decoded(data: bytes) -> None:
    assert decode(encode(data)) == data
    assert encode(data) == base64.urlsafe_b64encode(data).decode().rstrip("=")


@given(st.text(max_size=40))
def test_any_text_is_decoded_to_what_encodes_to_it_or_refused(text: str) -> None:
    try:
        data = decode(text)
    except MalformedToken:
        return
    assert encode(data) == text


@given(st.text(max_size=300))
def test_any_text_is_taken_apart_or_refused(text: str) -> None:
    try:
        parse(text)
    except MalformedToken:
        return


def test_it_gives_header_payload_signature_and_what_is_signed() -> None:
    token = parse(f"{SIGNED}.{encode(b'mac')}")
    assert (dict(token.header), token.signature) == ({"alg": "HS256"}, b"mac")
    assert read_object(token.payload) == {}
    assert token.signing_input == SIGNED.encode()


def test_a_token_without_a_signature_signs_nothing() -> None:
    assert parse(SIGNED + ".").signature == b""


def test_sizes_are_bounded() -> None:
    assert reason("a" * (MAX_TOKEN + 1)) is Reason.OVERSIZE
    assert reason(f"{'a' * (MAX_HEADER + 1)}.a.a") is Reason.OVERSIZE


@pytest.mark.parametrize("text", ["", "a", "a.b", "a.b.c.d", "ä.b.c", "!!!!.b.c", "A.b.c"])
def test_another_form_is_malformed(text: str) -> None:
    assert reason(text) is Reason.MALFORMED


def test_claims_cannot_be_changed() -> None:
    claims = read_object(segment('{"roles":["a",["b"]],"user":{"id":1}}'))
    assert claims["roles"] == ("a", ("b",))
    with pytest.raises(TypeError):
        claims["sub"] = "x"  # type: ignore[index]
    with pytest.raises(TypeError):
        claims["user"]["id"] = 2


def test_escaped_text_is_read_when_it_is_whole() -> None:
    assert read_object(segment(json.dumps({"name": "Zoë 🦊"})))["name"] == "Zoë 🦊"
    with pytest.raises(MalformedToken):
        read_object(segment('{"name":"\\ud83e"}'))
