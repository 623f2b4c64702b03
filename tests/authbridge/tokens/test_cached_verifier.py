"""Which verifier a token goes to, and what is remembered of it."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from authbridge.errors import BadSignature, ClaimRefused, TokenExpired
from authbridge.principal import Principal
from authbridge.tokens.cached_verifier import TokenReader
from authbridge.tokens.issuer import Issuer, sign
from authbridge.tokens.keys import Key, KeyRing
from authbridge.tokens.verifier import Policy, Verifier

pytestmark = pytest.mark.anywhere

NOW = 1_800_000_000
SHARED, LOCAL = Key.shared("k" * 32), Key.shared("l" * 32)
PRIVATE = Ed25519PrivateKey.generate()
PUBLIC = Key("ed", PRIVATE.public_key(), "EdDSA")


class Counting(Verifier):
    reads = 0

    def read(self, token: Any) -> Any:
        self.reads += 1
        return super().read(token)


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def token(sub: str = "alice", key: Key = SHARED, **options: Any) -> str:
    return Issuer(key, lifetime=60, **options).issue(Principal(sub, session_id="s"))


def test_a_token_goes_to_the_verifier_of_its_key() -> None:
    local = Verifier(KeyRing([LOCAL]), Policy(types=frozenset({"at+jwt"}), require_type=True))
    reader = TokenReader(
        shared=Verifier(KeyRing([SHARED])),
        key_set=Verifier(KeyRing([PUBLIC])),
        local=local,
        local_ring=KeyRing([LOCAL]),
    )
    assert reader.read(token()).principal.id == "alice"
    assert reader.read(token("bob", LOCAL)).principal.id == "bob"
    signed = sign({"alg": "EdDSA", "kid": "ed"}, {"sub": "carol", "exp": NOW + 9}, _signing())
    assert reader.read(signed).principal.id == "carol"


def _signing() -> Key:
    return Key("ed", PRIVATE, "EdDSA")


def test_a_kind_of_token_that_is_not_configured_is_refused() -> None:
    for text in (token(), sign({"alg": "EdDSA"}, {"sub": "a", "exp": NOW + 9}, _signing())):
        with pytest.raises(BadSignature):
            TokenReader().read(text)


def test_a_repeated_token_is_verified_once_and_never_past_its_end(clock: Any) -> None:
    verifier = Counting(KeyRing([SHARED]))
    reader, text = TokenReader(shared=verifier, cache_size=10), token()
    assert reader.read(text) is reader.read(text)
    assert verifier.reads == 1
    clock.shift(60)
    with pytest.raises(TokenExpired):
        reader.read(text)


def test_nothing_is_remembered_when_that_is_off() -> None:
    verifier = Counting(KeyRing([SHARED]))
    reader, text = TokenReader(shared=verifier), token()
    reader.read(text)
    reader.read(text)
    assert verifier.reads == 2


def test_a_refused_token_is_not_remembered() -> None:
    reader = TokenReader(shared=Verifier(KeyRing([SHARED]), Policy(required_claims=("x",))), cache_size=10)
    for _ in range(2):
        with pytest.raises(ClaimRefused):
            reader.read(token())


def test_what_is_remembered_is_bounded_and_can_be_forgotten() -> None:
    verifier = Counting(KeyRing([SHARED]))
    reader = TokenReader(shared=verifier, cache_size=16)
    texts = [token(f"user{number}") for number in range(100)]
    for text in texts:
        reader.read(text)
    assert len(reader._remembered) <= 16
    reader.read(texts[-1])
    assert verifier.reads == 100
    reader.forget()
    reader.read(texts[-1])
    assert verifier.reads == 101
