"""Better Auth's key set: pinned, cached, refetched within bounds, and what happens while it is away."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric import ed448, rsa

from authbridge.errors import BadSignature, CannotDecide, Reason, TokenError
from authbridge.tokens.http_json import MAX_BYTES, FetchError, fetch_json, server_time
from authbridge.tokens.jwks import MAX_KEYS, JwksKeys, public_key
from authbridge.tokens.keys import ASYMMETRIC
from authbridge.tokens.verifier import Policy, Verifier
from tests.authbridge.tokens.key_server import KeyServer, Signer, dripping, running, self_signed

pytestmark = pytest.mark.anywhere

ORIGIN = "http://localhost:3000"
ONE = Signer("one")


@pytest.fixture
def server() -> Iterator[KeyServer]:
    with running() as server:
        server.keys = [ONE.jwk()]
        yield server


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(1_800_000_000, tick=False) as traveller:
        yield traveller


def verifier(server: KeyServer, **options: Any) -> Verifier:
    policy = Policy(issuer=ORIGIN, audiences=frozenset({ORIGIN}), require_issuer=True, require_audience=True)
    return Verifier(JwksKeys(server.url, **options), policy)


def reason(verifier: Verifier, token: str) -> Reason:
    with pytest.raises(TokenError) as raised:
        verifier.verify(token)
    return raised.value.reason


@pytest.mark.parametrize("algorithm", sorted(ASYMMETRIC))
def test_every_algorithm_of_better_auth_verifies(server: KeyServer, algorithm: str) -> None:
    signer = Signer("k", algorithm)
    server.keys = [signer.jwk()]
    assert verifier(server).verify(signer.token())["sub"] == "alice"
    assert reason(verifier(server), Signer("k", algorithm).token()) is Reason.SIGNATURE


def test_the_set_is_fetched_once_for_many_tokens(server: KeyServer) -> None:
    reader = verifier(server)
    for _ in range(5):
        reader.verify(ONE.token())
    assert server.asked == 1


def test_a_token_must_say_its_issuer_audience_and_key(server: KeyServer) -> None:
    reader = verifier(server)
    assert reason(reader, ONE.token(iss=...)) is Reason.ISSUER
    assert reason(reader, ONE.token(aud=...)) is Reason.AUDIENCE
    assert reason(reader, ONE.token(aud="better-auth:session-cache")) is Reason.AUDIENCE
    nameless = Signer("one", private=ONE.private)
    nameless.kid = None  # type: ignore[assignment]
    assert reason(reader, nameless.token()) is Reason.JOSE_HEADER
    with pytest.raises(BadSignature, match="kid is missing"):
        reader.keys.candidates(None, "EdDSA")


def test_a_key_is_used_for_its_own_algorithm_only(server: KeyServer) -> None:
    rsa_signer = Signer("r", "RS256")
    server.keys = [rsa_signer.jwk()]
    as_ps256 = Signer("r", "PS256", rsa_signer.private)
    assert reason(verifier(server), as_ps256.token()) is Reason.ALGORITHM


def test_an_unknown_kid_asks_again_but_not_before_the_cool_down(server: KeyServer, clock: Any) -> None:
    reader, two = verifier(server, cooldown=10), Signer("two")
    reader.verify(ONE.token())
    clock.shift(1)
    assert reason(reader, two.token()) is Reason.KEYS_UNAVAILABLE
    assert server.asked == 1
    clock.shift(10)
    server.keys.append(two.jwk())
    assert reader.verify(two.token())["sub"] == "alice"
    assert server.asked == 2
    clock.shift(1)
    for _ in range(20):
        assert reason(reader, Signer("three").token()) is Reason.KEYS_UNAVAILABLE
    assert server.asked == 2


def test_a_key_made_since_the_last_fetch_is_no_reason_to_sign_anybody_out(server: KeyServer, clock: Any) -> None:
    reader, two = verifier(server, cooldown=10), Signer("two")
    reader.verify(ONE.token())
    server.keys.append(two.jwk())
    clock.shift(3)
    with pytest.raises(CannotDecide) as raised:
        reader.verify(two.token())
    assert (raised.value.reason, raised.value.retry_after) == (Reason.KEYS_UNAVAILABLE, 7)
    assert server.asked == 1
    assert reader.verify(ONE.token()), "whoever has the old key is served meanwhile"
    clock.shift(raised.value.retry_after)
    assert reader.verify(two.token()), "the time that was told is enough"


def test_a_key_that_a_later_set_does_not_have_is_refused_although_others_keep_the_cool_down_running(
    server: KeyServer, clock: Any
) -> None:
    reader, made_up = verifier(server, cooldown=10), Signer("made up")
    reader.verify(ONE.token())
    clock.shift(3)
    assert reason(reader, made_up.token()) is Reason.KEYS_UNAVAILABLE
    clock.shift(8)
    assert reason(reader, Signer("another").token()) is Reason.UNKNOWN_KEY
    assert server.asked == 2
    clock.shift(1)
    assert reason(reader, made_up.token()) is Reason.UNKNOWN_KEY
    assert server.asked == 2


def test_a_new_key_is_not_refused_while_the_set_is_away(server: KeyServer, clock: Any) -> None:
    reader, two = verifier(server, cooldown=10), Signer("two")
    reader.verify(ONE.token())
    server.keys.append(two.jwk())
    server.status = 500
    clock.shift(60)
    with pytest.raises(CannotDecide) as raised:
        reader.verify(two.token())
    assert raised.value.retry_after == 10
    server.status = 200
    clock.shift(10)
    assert reader.verify(two.token())


def test_the_time_told_while_there_is_no_set_is_true(server: KeyServer, clock: Any) -> None:
    reader = verifier(server, cooldown=10)
    server.status = 500
    with pytest.raises(CannotDecide):
        reader.verify(ONE.token())
    clock.shift(4)
    with pytest.raises(CannotDecide) as raised:
        reader.verify(ONE.token())
    assert raised.value.retry_after == 6
    server.status = 200
    clock.shift(6)
    assert reader.verify(ONE.token())


def test_made_up_keys_take_a_bounded_memory(server: KeyServer, clock: Any) -> None:
    reader = verifier(server)
    assert isinstance(reader.keys, JwksKeys)
    reader.verify(ONE.token())
    clock.shift(1)
    for number in range(3_000):
        with pytest.raises(CannotDecide):
            reader.keys.candidates(f"made-up-{number}", "EdDSA")
    assert len(reader.keys._first_seen) <= 1_024
    assert server.asked == 1


def test_a_key_that_left_the_set_is_refused_when_the_set_is_asked_again(server: KeyServer, clock: Any) -> None:
    reader = verifier(server, max_age=300)
    reader.verify(ONE.token())
    server.keys = [Signer("two").jwk()]
    assert reader.verify(ONE.token())
    clock.shift(301)
    assert reason(reader, ONE.token()) is Reason.UNKNOWN_KEY


def test_a_verified_token_is_remembered_no_longer_than_the_set(server: KeyServer, clock: Any) -> None:
    from authbridge.tokens.jws import parse

    reader = verifier(server, max_age=300)
    assert reader.keys.valid_until() == 0.0
    assert reader.read(parse(ONE.token())).until == 1_800_000_300


def test_while_it_is_away_the_last_set_serves_and_then_nothing_is_decided(server: KeyServer, clock: Any) -> None:
    reader = verifier(server, max_age=300, max_stale=3_600, cooldown=10)
    reader.verify(ONE.token())
    server.status = 503
    clock.shift(1_800)
    assert reader.verify(ONE.token())
    clock.shift(1_801)
    assert reason(reader, ONE.token()) is Reason.KEYS_UNAVAILABLE
    server.status = 200
    clock.shift(11)
    assert reader.verify(ONE.token())


def test_a_set_that_may_not_be_stale_serves_while_it_is_fresh(server: KeyServer, clock: Any) -> None:
    reader = verifier(server, max_age=300, max_stale=0, cooldown=10)
    reader.verify(ONE.token())
    clock.shift(200)
    assert reader.verify(ONE.token())
    server.status = 503
    clock.shift(101)
    assert reason(reader, ONE.token()) is Reason.KEYS_UNAVAILABLE


def test_without_any_set_nothing_is_decided_and_it_is_not_asked_in_a_storm(server: KeyServer, clock: Any) -> None:
    server.status = 500
    reader = verifier(server)
    for _ in range(10):
        with pytest.raises(CannotDecide):
            reader.verify(ONE.token())
    assert server.asked == 1


def test_many_threads_at_once_fetch_once(server: KeyServer) -> None:
    server.pause = 0.2
    reader, answers = verifier(server), []
    threads = [threading.Thread(target=lambda: answers.append(reader.verify(ONE.token())["sub"])) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (answers, server.asked) == (["alice"] * 8, 1)


def test_a_thread_does_not_wait_long_for_anothers_fetch(server: KeyServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("authbridge.tokens.jwks._WAIT", 0.01)
    reader = verifier(server)
    assert isinstance(reader.keys, JwksKeys)
    with reader.keys._lock, pytest.raises(CannotDecide):
        reader.verify(ONE.token())
    assert server.asked == 0


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "not JSON"),
        (b"<html>", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"[]", "not a key set"),
        (b'{"keys": {}}', "not a key set"),
        (b'{"keys": [' + b"{}," * MAX_KEYS + b"{}]}", "not a key set"),
        (b" " * (MAX_BYTES + 1), "larger than"),
    ],
)
def test_an_answer_that_is_no_key_set_is_none(server: KeyServer, body: bytes, says: str) -> None:
    server.body = body
    with pytest.raises(FetchError, match=says):
        JwksKeys(server.url).fetch()


def test_a_redirect_is_not_followed(server: KeyServer) -> None:
    server.status, server.headers = 302, {"Location": server.url + "?elsewhere"}
    with pytest.raises(FetchError, match="answered 302"):
        JwksKeys(server.url).fetch()
    assert server.asked == 1


def test_a_slow_answer_is_given_up(server: KeyServer) -> None:
    server.pause = 0.5
    with pytest.raises(FetchError, match="did not answer"):
        JwksKeys(server.url, timeout=0.1).fetch()


def test_a_trickling_answer_is_given_up(server: KeyServer) -> None:
    server.trickle = True
    with pytest.raises(FetchError, match="did not answer"):
        fetch_json(server.url, 0.2)


@pytest.mark.parametrize(
    "begin",
    [b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"],
    ids=["status line", "header", "size of a chunk"],
)
def test_an_answer_that_trickles_before_its_body_is_given_up_as_soon(begin: bytes) -> None:
    with dripping(begin) as url:
        began = time.monotonic()
        with pytest.raises(FetchError, match="did not answer"):
            fetch_json(url, 0.3)
        assert time.monotonic() - began < 1.5


def test_https_is_asked_where_the_certificate_is_trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    certificate = self_signed(tmp_path / "server.pem")
    with running(certificate) as server:
        with pytest.raises(FetchError, match="CERTIFICATE_VERIFY_FAILED"):
            fetch_json(server.url, 2)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert fetch_json(server.url, 2) == {"keys": []}


def test_only_https_or_this_machine_is_asked() -> None:
    for url in ("http://keys.example/jwks", "file:///etc/passwd", "ftp://localhost/", "https://", "https://[", "jwks"):
        with pytest.raises(FetchError, match="neither https"):
            fetch_json(url, 1)
        with pytest.raises(FetchError, match="neither https"):
            server_time(url, 1)


def test_a_server_tells_the_time_whatever_else_it_answers(server: KeyServer) -> None:
    assert abs(server_time(server.url, 2) - time.time()) < 5
    server.status = 404
    assert abs(server_time(server.url, 2) - time.time()) < 5


def test_a_server_that_is_away_tells_no_time() -> None:
    with running() as server:
        url = server.url
    with pytest.raises(FetchError, match="did not answer"):
        server_time(url, 1)


def test_who_can_be_served_does_not_wait_for_a_server_that_hangs(server: KeyServer) -> None:
    reader = verifier(server, max_age=0, cooldown=0)
    reader.verify(ONE.token())
    server.pause = 0.9
    first = threading.Thread(target=reader.verify, args=[ONE.token()])
    first.start()
    while server.asked < 2:
        time.sleep(0.01)
    began = time.monotonic()
    assert reader.verify(ONE.token())
    assert time.monotonic() - began < 0.5
    first.join()


def jwk(**changes: Any) -> dict[str, Any]:
    return {name: value for name, value in ONE.jwk(**changes).items() if value is not ...}


@pytest.mark.parametrize(
    "member",
    [
        None,
        "text",
        {},
        jwk(d="AAAA"),
        jwk(k="AAAA"),
        jwk(use="enc"),
        jwk(key_ops=["encrypt"]),
        jwk(key_ops=["sign"]),
        jwk(key_ops="verify"),
        jwk(kid=...),
        jwk(kid=""),
        jwk(kid=1),
        jwk(alg=...),
        jwk(alg="HS256"),
        jwk(alg=["EdDSA"]),
        jwk(alg="ES256"),
        jwk(x="AAAA"),
        jwk(x=1),
        jwk(crv="Ed448"),
        jwk(kty="oct"),
        {"kty": "oct", "k": "AAAA", "kid": "a", "alg": "HS256"},
    ],
)
def test_what_is_not_a_usable_public_key_is_left_out(member: Any) -> None:
    assert public_key(member) is None


def test_a_key_that_says_it_is_for_verifying_is_used() -> None:
    assert public_key(jwk(use="sig", key_ops=["verify"]))


def test_a_short_rsa_key_is_left_out() -> None:
    short = Signer("r", "RS256", rsa.generate_private_key(65537, 1024))
    assert public_key(short.jwk()) is None
    assert public_key(Signer("r", "RS256").jwk()) is not None


def test_a_curve_that_is_not_named_for_the_algorithm_is_left_out() -> None:
    assert public_key(Signer("e", "EdDSA", ed448.Ed448PrivateKey.generate()).jwk()) is None


def test_algorithms_can_be_narrowed(server: KeyServer) -> None:
    assert reason(verifier(server, algorithms=("RS256",)), ONE.token()) is Reason.UNKNOWN_KEY
