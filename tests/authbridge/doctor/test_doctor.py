"""The doctor names the right cause for each way a token goes wrong, and for each part of the set-up."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command

from authbridge.conf import current
from authbridge.doctor import reasons
from authbridge.doctor.installation import Finding, examine
from authbridge.doctor.token import Diagnosis, diagnose
from authbridge.errors import Reason
from authbridge.principal import Principal
from authbridge.testing import ABSENT, mint
from authbridge.tokens.issuer import sign
from authbridge.tokens.keys import Key
from tests.authbridge.tokens.key_server import KeyServer, Signer, running

pytestmark = [pytest.mark.anywhere, pytest.mark.django_db]

Using = Callable[..., None]


@pytest.fixture
def using(settings: Any) -> Using:
    def change(**keys: Any) -> None:
        settings.AUTHBRIDGE = {**settings.AUTHBRIDGE, **keys}

    return change


@pytest.fixture
def secret(settings: Any) -> str:
    found: str = settings.AUTHBRIDGE["SECRET"]
    return found


@pytest.fixture
def key_server() -> Iterator[KeyServer]:
    with running() as server:
        yield server


def under(key: str | bytes) -> str:
    """A good token, signed with another key."""
    now = int(time.time())
    return sign({"alg": "HS256"}, {"sub": "alice", "iat": now, "exp": now + 60}, Key("", key))


def refused(token: str) -> Diagnosis:
    found = diagnose(token)
    assert not found.accepted
    assert found.mend
    return found


def test_a_good_token_is_accepted_however_it_was_pasted() -> None:
    for text in (mint("alice"), f"  {mint('alice')}\n", f"Bearer {mint('alice')}"):
        assert diagnose(text).accepted
        assert diagnose(text).cause == "Accepted: better-auth user alice."


def test_eddsa_where_hs256_is_expected() -> None:
    found = refused(Signer(algorithm="EdDSA").token())
    assert found.reason == "algorithm"
    assert "EdDSA is its default" in found.cause
    assert "AUTHBRIDGE_JWKS_URL" in found.mend


def test_hs256_where_only_the_key_set_is_configured(using: Using, key_server: KeyServer, secret: str) -> None:
    token = mint()
    using(SECRET="", JWKS_URL=key_server.url)
    assert "only the key set" in refused(token).cause


def test_an_algorithm_that_is_never_accepted() -> None:
    assert "'none'" in refused(mint(header={"alg": "none"})).cause


@pytest.mark.parametrize(
    ("other", "cause"),
    [
        (lambda secret: secret + "\n", "white space after it"),
        (lambda secret: secret + " ", "white space after it"),
        (lambda secret: f'"{secret}"', "quotes around it"),
        (lambda secret: base64.urlsafe_b64decode(secret + "=" * (-len(secret) % 4)), "base64url-decoded"),
    ],
)
def test_a_secret_that_the_other_side_reads_differently(secret: str, other: Callable[[str], Any], cause: str) -> None:
    found = refused(under(other(secret)))
    assert (found.reason, cause in found.cause) == ("signature", True)


def test_a_secret_that_this_side_reads_with_quotes(using: Using, secret: str) -> None:
    using(SECRET=f'"{secret}"')
    assert "without its white space or quotes" in refused(under(secret)).cause


def test_a_hexadecimal_secret_that_the_other_side_decodes(using: Using) -> None:
    text = "0123456789abcdef" * 4
    using(SECRET=text)
    assert "hex-decoded" in refused(under(bytes.fromhex(text))).cause


def test_the_key_of_local_accounts_instead_of_the_shared_one(settings: Any) -> None:
    assert "JWT_SECRET_KEY" in refused(under(settings.AUTHBRIDGE["LOCAL_SECRET"])).cause


def test_another_secret_altogether() -> None:
    found = refused(under("x" * 32))
    assert found.cause == reasons.EXPLANATIONS[Reason.SIGNATURE].cause
    assert "authbridge_fingerprint" in found.mend


def test_a_secret_that_decodes_to_no_key_is_no_near_miss(using: Using) -> None:
    pem = "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----"
    using(SECRET=base64.b64encode(pem.encode()).decode(), LOCAL_SECRET="")
    assert refused(under("x" * 32)).cause == reasons.EXPLANATIONS[Reason.SIGNATURE].cause


def test_aud_and_iss_say_what_came_and_what_was_expected() -> None:
    assert "'https://api'; accepted: 'http://localhost:3000'" in refused(mint(aud="https://api")).cause
    assert "iss 'https://app'; expected is 'http://localhost:3000'" in refused(mint(iss="https://app")).cause


def test_expired_and_a_clock_that_differs() -> None:
    with time_machine.travel(1_800_000_000, tick=False):
        assert "expired 3600 seconds ago" in refused(mint(expires_in=-3600, iat=1_700_000_000)).cause
        assert "two clocks differ" in refused(mint(expires_in=-2, iat=1_700_000_000)).cause
        assert refused(mint(iat=time.time() + 60)).reason == "issued_in_future"


def test_tokens_of_another_kind() -> None:
    assert refused(mint(ABSENT, email="a@b.c")).reason == "email_link"
    assert refused(mint(type="refresh")).reason == "refresh_token"
    assert refused(mint(session={}, user={})).reason == "session_cookie"


@pytest.mark.parametrize(
    ("claims", "named"),
    [
        ({"type": "refresh"}, "type is refresh"),
        ({"token_type": "id_token"}, "token_type is id_token"),
        ({"nonce": "n", "auth_time": 1}, "nonce and auth_time"),
        ({"events": {"http://schemas.openid.net/event/backchannel-logout": {}}}, "events"),
        ({"client_id": "alice", "sub": "alice"}, "client_id is sub"),
        ({"header": {"typ": "logout+jwt"}}, "typ 'logout+jwt'"),
        ({"iat": "soon"}, "'iat'"),
        ({"sid": 7}, "'sid'"),
    ],
)
def test_the_claim_at_fault_is_named(claims: dict[str, Any], named: str) -> None:
    assert named in refused(mint(**claims)).cause


def test_a_claim_that_is_demanded_is_named(using: Using) -> None:
    using(REQUIRED_CLAIMS=("tenant",))
    assert refused(mint()).cause == "The claim 'tenant' is missing or null."


def test_a_payload_that_carries_the_whole_session_is_told_from_a_cookie() -> None:
    found = refused(mint("alice", user={"id": "alice"}, session={"id": "s1", "token": "T" * 32}))
    assert found.reason == "session_cookie"
    assert "definePayload" in found.mend
    assert "session.id" in found.mend
    assert "T" * 32 not in f"{found.cause} {found.mend}"


def test_a_missing_sub() -> None:
    assert refused(mint(ABSENT)).cause == "The claim 'sub' is missing."
    assert "invisible" in refused(mint("")).cause


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("T" * 32, "session token"),
        ("T" * 32 + "." + "A" * 43 + "=", "session token"),
        ("a.b.c.d.e", "JWE"),
        ("eyJzZXNzaW9uIjp7", "strategy `compact`"),
        ('"a.b.c"', "quotes"),
        ("rubbish", "not a JSON Web Token"),
    ],
)
def test_what_is_no_token_is_recognised(text: str, cause: str) -> None:
    assert cause in refused(text).cause


def test_a_revoked_session(settings: Any) -> None:
    from authbridge import conf, revocation

    token = conf.current().local_issuer.issue(Principal("a" * 32, session_id="s1", source="local"))
    assert diagnose(token).accepted
    revocation.revoke_session("s1")
    assert refused(token).reason == "revoked"


def test_every_reason_has_an_explanation() -> None:
    assert set(reasons.EXPLANATIONS) == set(Reason)


def state(part: str) -> Finding:
    return next(finding for finding in list(examine()) if finding.part == part)


def test_a_healthy_set_up_is_healthy() -> None:
    assert all(finding.state != "problem" for finding in examine())
    assert state("settings").state == "ok"
    assert "signs and verifies" in state("keys").says


def test_a_failing_check_is_a_finding(using: Using) -> None:
    using(SECRET="short")
    assert state("settings").says.startswith("authbridge.E002")
    using(LEWAY=3)
    assert [finding.part for finding in examine()] == ["settings"]
    assert "Did you mean LEEWAY" in state("settings").says


def test_no_shared_secret_is_said(using: Using, key_server: KeyServer) -> None:
    using(SECRET="", JWKS_URL=key_server.url)
    assert state("keys").state == "off"


def test_a_cache_that_is_away_is_a_finding(settings: Any, using: Using) -> None:
    redis = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1"}
    settings.CACHES = {**settings.CACHES, "away": redis}
    using(THROTTLE_CACHE="away")
    assert any(finding.state == "problem" and "'away' (rates)" in finding.says for finding in examine())


def test_a_cache_that_keeps_nothing_is_a_finding(settings: Any, using: Using) -> None:
    settings.CACHES = {**settings.CACHES, "void": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    using(REVOCATION_CACHE="void")
    assert any(finding.state == "problem" and "loses" in finding.says for finding in examine())


def test_better_auths_tables_are_a_problem_only_when_used(using: Using) -> None:
    assert state("directory").state == "off"
    using(DIRECTORY_COLUMNS=("nonsense",), LIVE_SESSION_CHECK=True)
    assert state("directory").state == "problem"


def test_the_directory_may_be_left_out(settings: Any) -> None:
    settings.INSTALLED_APPS = [name for name in settings.INSTALLED_APPS if name != "authbridge.directory"]
    assert state("directory").says == "authbridge.directory is not installed"


def test_the_key_set_is_asked(using: Using, key_server: KeyServer) -> None:
    using(JWKS_URL=key_server.url)
    assert "no key that may be used" in state("key set").says
    key_server.keys = [Signer("one").jwk()]
    assert state("key set").says == "1 usable key(s): EdDSA one"
    key_server.status = 500
    assert "answered 500" in state("key set").says


def test_the_clock_is_compared(using: Using, key_server: KeyServer) -> None:
    using(BASE_URL="")
    assert state("clock").state == "off"
    using(JWKS_URL=key_server.url)
    assert state("clock").state == "ok"
    key_server.ahead = None
    assert "does not say what time" in state("clock").says
    using(JWKS_URL="http://127.0.0.1:1/jwks")
    assert state("clock").state == "warning"


def test_a_clock_that_differs_is_a_problem(using: Using, key_server: KeyServer) -> None:
    using(JWKS_URL=key_server.url)
    key_server.ahead = 3_600
    assert "seconds behind" in state("clock").says
    key_server.ahead = -3_600
    assert "seconds ahead of" in state("clock").says


def test_cors_must_name_the_front_end(settings: Any) -> None:
    assert state("cors").state == "ok"
    settings.CORS_ALLOWED_ORIGINS = ["http://localhost:3000/"]
    assert "Add http://localhost:3000 to CORS_ALLOWED_ORIGINS" in state("cors").mend
    settings.INSTALLED_APPS = [name for name in settings.INSTALLED_APPS if name != "corsheaders"]
    assert state("cors").state == "off"


def doctor(*args: str) -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("authbridge_doctor", *args, stdout=out)
    except SystemExit as end:
        return int(str(end.code)), out.getvalue()
    return 0, out.getvalue()


def test_its_exit_code_is_for_programs() -> None:
    code, said = doctor("--token", mint())
    assert (code, "token: Accepted" in said) == (0, True)
    code, said = doctor("--token", "rubbish")
    assert (code, "reason in the audit log: malformed" in said) == (1, True)


def test_it_speaks_json(secret: str) -> None:
    code, said = doctor("--json", "--token", under("x" * 32))
    document = json.loads(said)
    assert (code, document["healthy"], document["token"]["reason"]) == (1, False, "signature")
    assert secret not in said
    assert json.loads(doctor("--json")[1])["token"] is None


def test_it_reads_the_token_from_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", StringIO(mint() + "\n"))
    assert doctor("--token", "-")[0] == 0


def test_it_shows_what_is_wrong_and_how_to_mend_it(using: Using) -> None:
    using(SECRET="short")
    code, said = doctor("--token", mint())
    assert code == 1
    assert "BAD  settings: authbridge.E002" in said
    assert "authbridge_newkey" in said


def run(name: str, *args: str, **options: Any) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command(name, *args, stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def test_inspect_shows_what_a_token_says_but_not_a_session_token(monkeypatch: pytest.MonkeyPatch) -> None:
    token = mint(session={"token": "live-credential"}, exp="never")
    said, _ = run("authbridge_inspect", f"Bearer {token}")
    assert said.startswith("NOT VERIFIED")
    assert '"sub": "alice"' in said
    assert "live-credential" not in said
    assert token.rpartition(".")[2] not in said
    monkeypatch.setattr("sys.stdin", StringIO(mint()))
    assert "exp: 20" in run("authbridge_inspect")[0]
    with pytest.raises(CommandError, match="not a JSON Web Token"):
        run("authbridge_inspect", "rubbish")


def test_a_fingerprint_does_not_show_the_secret(using: Using, secret: str) -> None:
    using(PREVIOUS_SECRETS=("o" * 32,))
    said, how = run("authbridge_fingerprint")
    assert [line.split()[1] for line in said.splitlines()] == ["current", "previous"]
    assert secret not in said + how
    using(SECRET="", PREVIOUS_SECRETS=())
    with pytest.raises(CommandError, match="no shared secret"):
        run("authbridge_fingerprint")


def test_a_new_key_passes_every_check(using: Using) -> None:
    from authbridge.checks.settings import check_settings

    made, _ = run("authbridge_newkey")
    using(SECRET=made.strip())
    assert check_settings() == []


def test_revoke_reaches_the_list_that_the_service_asks(settings: Any, using: Using) -> None:
    locmem = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    settings.CACHES = {**settings.CACHES, "own": locmem}
    using(REVOCATION_CACHE="own")
    with pytest.raises(CommandError, match="each process's own memory"):
        run("authbridge_revoke", "--sid", "s1")
    database = {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": settings.FILES}
    settings.CACHES = {**settings.CACHES, "own": database}
    for arguments in (("--sid", "s1"), ("--jti", "j1"), ("--user", "alice")):
        said, warned = run("authbridge_revoke", *arguments)
        assert (said, "REVOCATION is off" in warned) == ("Revoked.\n", True)
    using(REVOCATION=True)
    assert run("authbridge_revoke", "--sid", "s2")[1] == ""


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Any) -> None:
    settings.FILES = str(tmp_path)


def test_mint_makes_what_this_service_accepts(using: Using) -> None:
    token = run("authbridge_mint", "--sub", "bob", "--expires-in", "60", "--sid", "s1")[0].strip()
    assert diagnose(token).cause.endswith("user bob.")
    for arguments, why in (
        (("--sub", " "), "visible characters"),
        (("--expires-in", "0"), "from 1 to"),
        (("--expires-in", "99999999"), "from 1 to"),
    ):
        with pytest.raises(CommandError, match=why):
            run("authbridge_mint", *arguments)


def test_mint_says_what_this_service_wants_to_read(using: Using) -> None:
    using(USER_ID_CLAIM="uid", SESSION_ID_CLAIM="session_id", ROLES_CLAIM="role", REQUIRED_CLAIMS=["tenant"])
    with pytest.raises(CommandError, match=r"would refuse.*required_claim: tenant.*--claim"):
        run("authbridge_mint", "--sub", "bob")
    token = run("authbridge_mint", "--sub", "bob", "--sid", "s1", "--claim", "tenant=t1", "--claim", "role=a,b")[0]
    principal = current().reader().read(token.strip()).principal
    assert (principal.id, principal.session_id, principal.roles) == ("bob", "s1", frozenset({"a", "b"}))
    with pytest.raises(CommandError, match="--claim is NAME=VALUE"):
        run("authbridge_mint", "--claim", "tenant")


def test_mint_is_for_development(using: Using) -> None:
    using(BASE_URL="https://app.example")
    with pytest.raises(CommandError, match="looks like a deployment"):
        run("authbridge_mint")
    assert run("authbridge_mint", "--force")[0].count(".") == 2
    using(SECRET="", JWKS_URL="http://127.0.0.1:1/jwks")
    with pytest.raises(CommandError, match="no shared secret"):
        run("authbridge_mint", "--force")
