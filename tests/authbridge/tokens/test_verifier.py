"""A token's claims, or the reason why not."""

from __future__ import annotations

import time
from typing import Any

import pytest
import time_machine

from authbridge.errors import BadSignature, ClaimRefused, Reason, TokenEnded, TokenError, TokenExpired, WrongKind
from authbridge.principal import Principal
from authbridge.tokens.claims import BearerClaims
from authbridge.tokens.issuer import Issuer, sign
from authbridge.tokens.keys import Key, KeyRing
from authbridge.tokens.verifier import Policy, Verifier

pytestmark = pytest.mark.anywhere

KEY = Key.shared("k" * 32)
NOW = 1_800_000_000
POLICY = Policy(issuer="https://app", audiences=frozenset({"https://app", "https://api"}))


@pytest.fixture(autouse=True)
def _at_now() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def verify(policy: Policy = POLICY, header: dict[str, Any] | None = None, **claims: Any) -> Any:
    payload = {"sub": "alice", "iat": NOW, "exp": NOW + 900} | claims
    token = sign(
        {"alg": "HS256", **(header or {})}, {name: value for name, value in payload.items() if value is not ...}, KEY
    )
    return Verifier(KeyRing([KEY]), policy).verify(token)


def reason(policy: Policy = POLICY, header: dict[str, Any] | None = None, **claims: Any) -> Reason:
    with pytest.raises(TokenError) as raised:
        verify(policy, header, **claims)
    return raised.value.reason


def test_it_gives_the_claims_of_a_good_token() -> None:
    assert verify()["sub"] == "alice"


def test_iss_and_aud_may_be_absent_and_must_match_when_present() -> None:
    assert verify(iss="https://app", aud=["x", "https://api"])["iss"] == "https://app"
    assert reason(iss="https://other") is Reason.ISSUER
    assert reason(aud="https://other") is Reason.AUDIENCE
    assert reason(aud=["https://other"]) is Reason.AUDIENCE
    assert reason(aud=["https://app", 1]) is Reason.AUDIENCE


def test_without_a_configured_audience_none_can_be_ours() -> None:
    assert verify(Policy(), iss="anybody")["iss"] == "anybody"
    assert reason(Policy(), aud="anybody") is Reason.AUDIENCE


def test_iss_and_aud_can_be_demanded() -> None:
    assert reason(Policy(require_issuer=True)) is Reason.ISSUER
    assert reason(Policy(require_audience=True)) is Reason.AUDIENCE


def test_further_claims_can_be_demanded() -> None:
    policy = Policy(required_claims=("sid",))
    assert verify(policy, sid="s")["sid"] == "s"
    assert reason(policy) is Reason.REQUIRED_CLAIM
    assert reason(policy, sid=None) is Reason.REQUIRED_CLAIM


def test_exp_is_the_end_whatever_the_leeway() -> None:
    assert verify(exp=NOW + 1)
    with pytest.raises(TokenExpired) as raised:
        verify(Policy(leeway=60), exp=NOW)
    assert raised.value.code == "token_expired"
    assert reason(exp=...) is Reason.NO_EXPIRY


def test_iat_and_nbf_have_leeway() -> None:
    assert verify(iat=NOW + 10, nbf=NOW + 10)
    assert reason(iat=NOW + 11) is Reason.ISSUED_IN_FUTURE
    assert reason(nbf=NOW + 11) is Reason.NOT_YET_VALID


def test_the_lifetime_has_a_ceiling_from_iat_or_from_now() -> None:
    policy = Policy(max_lifetime=3_600)
    assert verify(policy, iat=NOW - 3_000, exp=NOW + 600)
    assert reason(policy, iat=NOW - 3_000, exp=NOW + 601) is Reason.LIFETIME
    assert reason(policy, iat=..., exp=NOW + 3_601) is Reason.LIFETIME


def test_dates_are_numbers_between_1970_and_9999() -> None:
    assert verify(exp=NOW + 0.5)
    for value in (True, "1", None, -1, 0, 10**12, 10**400):
        assert reason(exp=value) is Reason.BAD_DATE


def test_typ_is_of_an_access_token_or_absent() -> None:
    assert verify(header={"typ": "JWT"})
    assert verify(header={"typ": "AT+jwt"})
    assert reason(header={"typ": "dpop+jwt"}) is Reason.TOKEN_TYPE
    assert reason(Policy(require_type=True)) is Reason.TOKEN_TYPE


@pytest.mark.parametrize("typ", ["application/at+jwt", "Application/AT+JWT", "application/jwt"])
def test_typ_may_be_written_as_the_whole_media_type(typ: str) -> None:
    assert verify(Policy(types=frozenset({"jwt", "at+jwt"}), require_type=True), header={"typ": typ})


@pytest.mark.parametrize("typ", ["application/logout+jwt", "application/application/jwt", "text/jwt", "application/"])
def test_another_media_type_is_another_kind_of_token(typ: str) -> None:
    assert reason(header={"typ": typ}) is Reason.TOKEN_TYPE


@pytest.mark.parametrize(
    "confirmation",
    [{"jkt": "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"}, {"x5t#S256": "bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2"},
     {"kid": "k"}, {}, None, "text"],
)  # fmt: skip
def test_a_token_bound_to_its_sender_is_no_bearer_token(confirmation: Any) -> None:
    assert reason(cnf=confirmation) is Reason.SENDER_CONSTRAINED


def test_no_shape_can_let_a_bound_token_through() -> None:
    class Trusting(BearerClaims):
        def principal(self, claims: Any) -> Principal:
            return Principal("a")

    token = sign({"alg": "HS256"}, {"sub": "a", "exp": NOW + 9, "cnf": {"jkt": "x"}}, KEY)
    with pytest.raises(WrongKind):
        Verifier(KeyRing([KEY]), POLICY, Trusting()).verify(token)


def test_kid_is_text_of_a_sane_length() -> None:
    assert verify(header={"kid": "anything"})
    assert reason(header={"kid": "k" * 201}) is Reason.JOSE_HEADER


def test_another_key_and_another_algorithm_are_refused() -> None:
    token = sign({"alg": "HS256"}, {"sub": "a", "exp": NOW + 9}, Key.shared("o" * 32))
    with pytest.raises(BadSignature) as raised:
        Verifier(KeyRing([KEY])).verify(token)
    assert raised.value.reason is Reason.SIGNATURE
    assert reason(header={"alg": "HS512"}) is Reason.ALGORITHM
    assert reason(header={"alg": 1}) is Reason.ALGORITHM


def test_a_key_that_chokes_on_a_signature_refuses_it() -> None:
    from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key

    public = Key("ec", generate_private_key(SECP256R1()).public_key(), "ES256")
    token = sign({"alg": "ES256", "kid": "ec"}, {"sub": "a", "exp": NOW + 9}, KEY)
    with pytest.raises(BadSignature):
        Verifier(KeyRing([public])).verify(token)


def test_a_shape_may_end_earlier_than_exp() -> None:
    class Ended:
        def principal(self, claims: Any) -> Principal:
            return Principal("a")

        def public(self, claims: Any) -> Any:
            return claims

        def ends(self, claims: Any) -> float:
            return NOW - 1.0

    with pytest.raises(TokenEnded):
        Verifier(KeyRing([KEY]), POLICY, Ended()).verify(sign({"alg": "HS256"}, {"exp": NOW + 9}, KEY))


def test_an_error_names_the_fault_and_nothing_else() -> None:
    with pytest.raises(ClaimRefused) as raised:
        verify(iss="https://secret.invalid")
    assert str(raised.value) == "issuer: iss"
    assert str(WrongKind(Reason.EMAIL_LINK)) == "email_link"


def test_what_the_issuer_issues_the_verifier_reads() -> None:
    issuer = Issuer(KEY, "https://app", lifetime=60)
    alice = Principal("alice", "a@b.c", name="A", roles=frozenset({"user", "admin"}), session_id="s1")
    verifier = Verifier(KeyRing([KEY]), POLICY)
    claims = verifier.verify(issuer.issue(alice, {"sub": "mallory", "jti": "j", "name": "kept"}))
    assert claims == {
        "sub": "alice", "iat": NOW, "exp": NOW + 60, "iss": "https://app", "aud": "https://app",
        "sid": "s1", "jti": "j", "email": "a@b.c", "name": "kept", "role": "admin,user",
    }  # fmt: skip
    assert verifier.verify(Issuer(KEY).issue(Principal("bob"), lifetime=5)) == {
        "sub": "bob",
        "iat": NOW,
        "exp": NOW + 5,
    }


def test_without_a_policy_and_shape_the_usual_ones_hold() -> None:
    verifier = Verifier(KeyRing([KEY]))
    assert verifier.policy == Policy()
    assert time.time() == NOW
