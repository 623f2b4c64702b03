"""Better Auth's session cookies: names, pieces and the signed token."""

from __future__ import annotations

import hmac
from base64 import b64encode
from urllib.parse import quote

import pytest

from authbridge.errors import BadSignature, CredentialRefused, Reason
from authbridge.tokens.keys import Key, KeyRing
from authbridge.tokens.session_cookies import MAX_DATA_LENGTH, cookie_name, joined, signed_token, token_digest

pytestmark = pytest.mark.anywhere

SECRET = "k" * 32
RING = KeyRing([Key.shared("n" * 32), Key.shared(SECRET)])
TOKEN = "T" * 32


def signed(token: str = TOKEN, secret: str = SECRET) -> str:
    return quote(f"{token}.{b64encode(hmac.digest(secret.encode(), token.encode(), 'sha256')).decode()}", safe="")


def test_names_carry_the_prefix_and_secure_where_the_site_is() -> None:
    assert cookie_name("session_token", "better-auth", secure=False) == "better-auth.session_token"
    assert cookie_name("session_data", "todo", secure=True) == "__Secure-todo.session_data"


def test_a_signed_token_is_read_under_any_key_of_the_ring() -> None:
    assert signed_token(signed(), RING) == TOKEN
    assert signed_token(signed(secret="n" * 32), RING) == TOKEN


def test_another_signature_is_refused() -> None:
    with pytest.raises(BadSignature):
        signed_token(signed(secret="x" * 32), RING)


@pytest.mark.parametrize(
    "value", ["", TOKEN, TOKEN + ".", "." + "A" * 43 + "=", TOKEN + "." + "A" * 44, "ä." + "A" * 43 + "="]
)
def test_another_form_is_refused(value: str) -> None:
    with pytest.raises(CredentialRefused) as raised:
        signed_token(quote(value), RING)
    assert raised.value.reason is Reason.COOKIE_FORM


def test_an_endless_cookie_is_refused() -> None:
    with pytest.raises(CredentialRefused) as raised:
        signed_token("a" * 2000, RING)
    assert raised.value.reason is Reason.OVERSIZE
    with pytest.raises(CredentialRefused):
        joined({"data": "a" * (MAX_DATA_LENGTH + 1)}, "data")


def test_pieces_are_put_together_in_the_order_of_their_numbers() -> None:
    pieces = {f"data.{number}": f"<{number}>" for number in reversed(range(12))}
    assert joined(pieces, "data") == "".join(f"<{number}>" for number in range(12))
    assert joined({"data": "whole%2B", **pieces}, "data") == "whole+"
    assert joined({"other": "x", "data.x": "y"}, "data") is None


@pytest.mark.parametrize("tail", ["9" * 5000, "00", "²", "-0", "+0", "1_0", " 0", ""])
def test_a_tail_that_better_auth_does_not_write_is_another_cookie(tail: str) -> None:
    assert joined({f"data.{tail}": "x"}, "data") is None
    assert joined({"data.0": "a", f"data.{tail}": "x"}, "data") == "a"


@pytest.mark.parametrize(
    "pieces", [{"data.1": "b"}, {"data.0": "a", "data.2": "c"}, {f"data.{n}": "x" for n in range(101)}]
)
def test_a_missing_piece_is_refused(pieces: dict[str, str]) -> None:
    with pytest.raises(CredentialRefused) as raised:
        joined(pieces, "data")
    assert raised.value.reason is Reason.COOKIE_FORM


def test_a_digest_stands_for_a_token() -> None:
    assert token_digest(TOKEN) != token_digest(TOKEN.lower())
    assert len(token_digest(TOKEN)) == 64
