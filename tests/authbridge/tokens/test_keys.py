"""Keys, the ring they hang on, and secrets that are never shown."""

from __future__ import annotations

import subprocess

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from authbridge.tokens.keys import Key, KeyRing, fingerprint, key_id, parse_secrets

pytestmark = pytest.mark.anywhere

NEW, OLD = "n" * 32, "o" * 32


def test_a_key_does_not_show_its_secret() -> None:
    key = Key.shared(NEW)
    assert NEW not in repr(key)
    assert NEW not in str(vars(KeyRing([key])))


def test_a_secret_is_used_as_its_bytes() -> None:
    assert Key("a", "schlüssel" * 4).sign(b"x") == Key("b", ("schlüssel" * 4).encode()).sign(b"x")


def test_what_a_key_signs_it_verifies_and_another_does_not() -> None:
    signature = Key.shared(NEW).sign(b"message")
    assert Key.shared(NEW).verify(b"message", signature)
    assert not Key.shared(OLD).verify(b"message", signature)


@pytest.mark.parametrize("algorithm", ["none", "HS384", "HS512", "RS512", "hs256", ""])
def test_an_algorithm_that_is_not_ours_is_refused(algorithm: str) -> None:
    with pytest.raises(ValueError, match="not supported"):
        Key("a", NEW, algorithm)


@pytest.mark.parametrize(
    ("secret", "algorithm"),
    [
        ("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", "HS256"),
        ("ssh-rsa", "HS256"),
        ("ecdsa-sha2-nistp256", "HS256"),
        ('{"kty":"OKP"}', "HS256"),
        ('[{"kty":"RSA","BEGIN":0}]', "HS256"),
        (bytes.fromhex("302a300506032b6570032100") + b"A" * 32, "HS256"),  # DER: an Ed25519 public key
        ("", "HS256"),
        (7, "HS256"),
        ("x", "RS256"),
    ],
)
def test_a_secret_that_does_not_fit_is_refused_without_being_quoted(secret: object, algorithm: str) -> None:
    with pytest.raises(ValueError, match="cannot be used") as raised:
        Key("a", secret, algorithm)
    assert "BEGIN" not in str(raised.value)


def test_the_first_key_signs_and_all_verify() -> None:
    ring = KeyRing([Key.shared(NEW), Key.shared(OLD)])
    assert ring.signing == Key.shared(NEW)
    assert len(ring) == 2
    assert [key.id for key in ring.candidates(None, "HS256")] == [key_id(NEW), key_id(OLD)]


def test_a_known_kid_names_its_key_alone() -> None:
    ring = KeyRing([Key.shared(NEW), Key.shared(OLD)])
    assert [key.id for key in ring.candidates(key_id(OLD), "HS256")] == [key_id(OLD)]
    assert key_id(OLD) in ring
    # An application may write any kid of its own.
    assert len(ring.candidates("theirs", "HS256")) == 2


def test_a_key_is_never_offered_for_another_algorithm() -> None:
    public = Key("ed", Ed25519PrivateKey.generate().public_key(), "EdDSA")
    ring = KeyRing([Key.shared(NEW), public])
    assert ring.candidates("ed", "HS256") == ()
    assert ring.candidates(key_id(NEW), "EdDSA") == ()
    assert [key.id for key in ring.candidates(None, "EdDSA")] == ["ed"]


def test_an_empty_ring_cannot_sign() -> None:
    with pytest.raises(LookupError):
        KeyRing([]).signing  # noqa: B018 - reading it is the test


def test_the_same_secret_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="listed twice"):
        KeyRing([Key.shared(NEW), Key.shared(NEW)])


def test_better_auths_own_form_of_secrets_is_read_newest_first() -> None:
    assert parse_secrets("2:new,1:old") == ("new", "old")
    assert parse_secrets(" 3:a:b ,1:c") == ("a:b", "c")


@pytest.mark.parametrize("text", ["new", "x:new", "2:", "1:a,1:b", "2:new,", ":new", "²:new"])
def test_another_form_is_refused_without_quoting_it(text: str) -> None:
    with pytest.raises(ValueError, match="Entry") as raised:
        parse_secrets(text)
    assert "new" not in str(raised.value)


def test_a_fingerprint_is_stable_and_tells_secrets_apart() -> None:
    assert fingerprint(NEW) == fingerprint(NEW) != fingerprint(OLD)
    assert len(fingerprint(NEW)) == 16


def test_node_makes_the_same_fingerprint(node_packages: None) -> None:
    code = 'process.stdout.write(require("crypto").scryptSync(process.env.SECRET,"authbridge",8).toString("hex"))'
    secret = "schlüssel-🦊-" + NEW
    made = subprocess.run(
        ["node", "-e", code], env={"SECRET": secret, "PATH": _path()}, capture_output=True, check=True
    )
    assert made.stdout.decode() == fingerprint(secret)


def _path() -> str:
    import os

    return os.environ["PATH"]
