"""The doctor judges cookies as the service does, and tells why one that a browser sends counts for nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command

from authbridge.doctor.token import Diagnosis, diagnose
from authbridge.testing import mint
from authbridge.tokens.issuer import sign
from authbridge.tokens.keys import Key, fingerprint
from tests.authbridge.credentials.test_credentials import DATA, LIVE, TOKEN, session_data, session_token
from tests.authbridge.credentials.test_session_cookies import capture, sessions, vector

pytestmark = pytest.mark.django_db

__all__ = ["sessions"]  # a fixture, used by its name
Using = Callable[..., None]
VECTORS = Path(__file__).parents[1] / "tokens" / "vectors"


@pytest.fixture
def using(settings: Any) -> Using:
    def change(**keys: Any) -> None:
        settings.AUTHBRIDGE = {**settings.AUTHBRIDGE, **keys}

    return change


@pytest.fixture
def secret(settings: Any) -> str:
    found: str = settings.AUTHBRIDGE["SECRET"]
    return found


def refused(text: str, front_end: str = "") -> Diagnosis:
    found = diagnose(text, front_end)
    assert not found.accepted
    assert found.mend
    assert LIVE not in f"{found.cause} {found.mend}"
    return found


def test_a_session_data_that_the_service_accepts_is_accepted(using: Using, secret: str) -> None:
    using(SOURCES=("session_data_cookie",))
    assert diagnose(session_data(secret)).cause == "Accepted as a cookie: better-auth user alice."
    assert refused(session_data(secret, age=3_600)).reason == "expired"
    found = refused(session_data("x" * 32))
    assert (found.reason, "Better Auth signs its cookies with its own" in found.cause) == ("signature", True)


@pytest.mark.usefixtures("sessions")
def test_a_session_token_that_the_service_accepts_is_accepted(using: Using, secret: str, sessions: Any) -> None:
    using(SOURCES=("session_token_cookie",))
    sessions("alice", LIVE)
    assert diagnose(session_token(secret)).accepted
    assert refused(session_token("x" * 32)).reason == "signature"
    assert refused(session_token(secret, "U" * 32)).reason == "session_ended"


def test_a_whole_cookie_header_is_judged_as_a_request_is(using: Using, secret: str) -> None:
    using(SOURCES=("header", "session_data_cookie"))
    assert diagnose(f"{DATA}={session_data(secret)}; theme=dark").accepted
    assert diagnose(f"Cookie: theme=dark; {DATA}={session_data(secret)}").accepted
    assert (
        refused(f"{DATA}={session_data(secret)}; {TOKEN}={session_token(secret, 'U' * 32)}").reason == "two_credentials"
    )


def test_a_cookie_of_another_name_is_named(using: Using, secret: str) -> None:
    using(SOURCES=("session_token_cookie",), COOKIE_PREFIX="todo")
    found = refused(f"{TOKEN}={session_token(secret)}")
    assert found.reason == "not_authenticated"
    assert "carries better-auth.session_token, and looked for is todo.session_token" in found.cause
    assert "AUTHBRIDGE_COOKIE_PREFIX" in found.mend
    using(SOURCES=("header",))
    assert "no session cookie is a source" in refused(f"__Secure-{TOKEN}={session_token(secret)}").cause


@pytest.mark.parametrize(
    ("strategy", "sources"),
    [
        ("compact", ("header",)),
        ("compact", ("session_data_cookie",)),
        ("jwe", ("header",)),
        ("jwe", ("session_data_cookie",)),
        ("jwks-es256", ("session_data_cookie",)),
    ],
)
def test_a_strategy_that_cannot_be_read_is_named_with_what_can(
    using: Using, strategy: str, sources: tuple[str, ...]
) -> None:
    captured = capture(strategy)
    using(SOURCES=sources, SECRET=captured["secret"])
    with time_machine.travel(captured["captured_at"], tick=False):
        found = refused(vector(captured, "session-data")["value"])
    assert f"strategy `{strategy.replace('jwks-es256', 'jwt with sessionCookieCache')}`" in found.cause
    assert 'strategy: "jwt"' in found.mend
    assert "session_token_cookie" in found.mend


def test_a_session_token_where_its_source_is_off_is_told_its_source(secret: str) -> None:
    assert "AUTHBRIDGE_SOURCES=session_token_cookie" in refused(session_token(secret)).mend
    assert "without its signature" in refused(LIVE).cause


def under(key: str, **claims: Any) -> str:
    import time

    now = int(time.time())
    return sign({"alg": "HS256"}, {"sub": "alice", "iat": now, "exp": now + 60, **claims}, Key("", key))


def test_a_wrong_secret_a_rotated_one_and_a_separate_one_are_told_apart(using: Using, secret: str) -> None:
    new, api = "n" * 20 + "0123456789abcdef", "a" * 20 + "0123456789abcdef"
    wrong = refused(under(new), fingerprint(new))
    assert "The two sides have different secrets" in wrong.cause
    assert "BETTER_AUTH_SECRET_PREVIOUS" in wrong.mend
    separate = refused(under(api), fingerprint(secret))
    assert "Both sides have the same BETTER_AUTH_SECRET" in separate.cause
    assert "a secret of its own" in separate.mend
    using(SECRET=new, PREVIOUS_SECRETS=(secret,))
    assert "only verifies here, so a rotation is under way" in refused(under(api), fingerprint(secret)).cause
    assert "signed with an earlier secret" in diagnose(under(secret)).cause
    assert "earlier" not in diagnose(under(new)).cause
    for found in (wrong, separate):
        assert not {new, api, secret} & set(f"{found.cause} {found.mend}".split())


def test_a_separate_secret_that_stands_in_this_environment_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    api = "a" * 20 + "0123456789abcdef"
    monkeypatch.setenv("API_JWT_SECRET", api)
    found = refused(under(api))
    assert "API_JWT_SECRET" in found.cause
    assert api not in f"{found.cause} {found.mend}"


def test_django_s_own_key_is_named(settings: Any) -> None:
    assert "SECRET_KEY" in refused(under(settings.SECRET_KEY)).cause


@pytest.mark.parametrize("claims", [{"client_id": "app"}, {"azp": "app"}, {"scope": "openid tasks:read"}])
def test_the_token_of_an_oauth_client_is_never_let_in_by_advice(claims: dict[str, Any]) -> None:
    for token in (mint(iss="http://localhost:3000/api/auth", **claims), mint(aud="app", **claims)):
        found = refused(token)
        assert "Do not set AUTHBRIDGE_ISSUER" in found.mend
        assert "all rights" in found.mend
    assert "Do not" not in refused(mint(iss="http://other")).mend


def test_an_algorithm_that_is_left_out_is_named(using: Using) -> None:
    from tests.authbridge.tokens.key_server import Signer, running

    with running() as server:
        one = Signer("one", "ES256")
        server.keys = [one.jwk()]
        using(JWKS_URL=server.url, JWKS_ALGORITHMS=("EdDSA",))
        assert "JWKS_ALGORITHMS leaves out" in refused(one.token()).cause


def test_without_any_key_that_is_said(using: Using) -> None:
    token = mint()
    using(SECRET="", LOCAL_SECRET="")
    assert "no key here" in refused(token).cause


def run(name: str, *args: str) -> tuple[int, str]:
    out = StringIO()
    try:
        call_command(name, *args, stdout=out)
    except SystemExit as end:
        return int(str(end.code)), out.getvalue()
    return 0, out.getvalue()


@pytest.mark.parametrize("nothing", ["", "\n", "  \n"])
def test_no_token_where_one_was_promised_is_an_error(monkeypatch: pytest.MonkeyPatch, nothing: str) -> None:
    monkeypatch.setattr("sys.stdin", StringIO(nothing))
    with pytest.raises(CommandError, match="no token"):
        run("authbridge_doctor", "--token", "-")
    with pytest.raises(CommandError, match="no token"):
        run("authbridge_doctor", "--token", nothing)


def test_a_healthy_set_up_is_given_no_advice() -> None:
    code, said = run("authbridge_doctor")
    assert code == 0
    assert "Check DIRECTORY_DATABASE" not in said
    assert not [line for line in said.splitlines() if line.startswith(" ") and "front end" not in line]


@pytest.mark.parametrize("path", sorted(VECTORS.glob("better-auth-cookie-*.json")), ids=lambda path: str(path.stem))
def test_inspect_never_shows_the_live_session_token(path: Path) -> None:
    captured = json.loads(path.read_text(encoding="utf-8"))
    token = vector(captured, "session-token")["value"].split(".")[0]
    assert len(token) == 32
    for found in captured["vectors"]:
        try:
            said = run("authbridge_inspect", found["value"])[1]
        except CommandError as error:
            said = str(error)
        assert token not in said, found["name"]


def test_inspect_takes_the_scheme_in_any_case() -> None:
    assert '"sub": "alice"' in run("authbridge_inspect", f"bearer {mint()}")[1]
    assert '"sid": "s1"' in run("authbridge_inspect", mint(sid="s1"))[1], "the id of a session is no secret"
