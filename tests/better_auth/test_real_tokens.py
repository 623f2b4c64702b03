"""From a real Better Auth sign-in to one's own tasks: the service on its production server, called over HTTP."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import httpx
import pytest

from tests import environment
from tests.better_auth.databases import require_postgres, temporary_postgres
from tests.better_auth.fixtures import StartBetterAuth
from tests.better_auth.options import Way
from tests.better_auth.person import Person
from tests.better_auth.server import OTHER_SECRET, SECRET, BetterAuthServer
from tests.better_auth.service import TodoService

Calling = Callable[[str | None], httpx.Client]
"""Makes a client that holds this token."""

WAYS: list[Way] = ["hs256-route", "hs256-endpoint", "hs256-jwt-plugin"]


@pytest.fixture(scope="module")
def better_auth(better_auth_with: StartBetterAuth) -> BetterAuthServer:
    """With the cookie cache on, whose content is a JWT under the very secret that signs the API tokens."""
    return better_auth_with(cookieCache="jwt")


@pytest.fixture(scope="module")
def service(better_auth: BetterAuthServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TodoService]:
    """The running service, on the backend that the suite runs on."""
    variables = {"BETTER_AUTH_SECRET": SECRET, "BETTER_AUTH_URL": better_auth.url}
    with ExitStack() as stack:
        if environment.BACKEND == "sqlite":
            database = f"sqlite:///{tmp_path_factory.mktemp('service') / 'db.sqlite3'}"
        else:
            require_postgres()
            database = stack.enter_context(temporary_postgres())
        yield stack.enter_context(TodoService(database, variables))


@pytest.fixture
def alice(better_auth: BetterAuthServer) -> Person:
    return better_auth.sign_up(name="Alice")


@pytest.fixture
def bob(better_auth: BetterAuthServer) -> Person:
    return better_auth.sign_up(name="Bob")


@pytest.fixture
def calling(service: TodoService) -> Iterator[Calling]:
    """Makes clients that hold a token, and closes them."""
    clients: list[httpx.Client] = []

    def make(token: str | None) -> httpx.Client:
        clients.append(service.client(token))
        return clients[-1]

    yield make
    for client in clients:
        client.close()


def refusal(response: httpx.Response) -> tuple[int, str]:
    assert response.headers["content-type"] == "application/problem+json"
    problem: dict[str, Any] = response.json()
    assert problem["status"] == response.status_code
    return response.status_code, problem["code"]


@pytest.mark.parametrize("way", WAYS)
def test_a_day_with_a_real_token(better_auth: BetterAuthServer, alice: Person, calling: Calling, way: Way) -> None:
    api = calling(better_auth.token(alice, way))
    tasks = f"/api/{alice.id}/tasks"

    created = api.post(tasks, json={"title": "Buy milk", "description": "Two litres"})
    assert created.status_code == 201
    task = created.json()
    assert (task["user_id"], task["title"], task["completed"]) == (alice.id, "Buy milk", False)
    one = f"{tasks}/{task['id']}"

    listed = api.get(tasks)
    assert [found["id"] for found in listed.json()] == [task["id"]]
    assert listed.headers["x-total-count"] == "1"
    assert api.get(one).json() == task

    assert api.patch(f"{one}/complete").json()["completed"] is True
    assert api.get(tasks, params={"completed": "false"}).json() == []
    assert api.patch(f"{one}/complete").json()["completed"] is False

    assert api.delete(one).status_code == 204
    assert refusal(api.get(one)) == (404, "not_found")
    assert api.get(tasks).json() == []


def test_the_short_path_is_the_tokens_own(better_auth: BetterAuthServer, alice: Person, calling: Calling) -> None:
    api = calling(better_auth.token(alice))
    task = api.post("/api/tasks", json={"title": "One of mine"}).json()
    assert api.get(f"/api/{alice.id}/tasks").json() == [task]


def test_another_users_path_is_forbidden_whatever_is_there(
    better_auth: BetterAuthServer, alice: Person, bob: Person, calling: Calling
) -> None:
    his, hers = calling(better_auth.token(bob)), calling(better_auth.token(alice))
    task = hers.post(f"/api/{alice.id}/tasks", json={"title": "Private"}).json()
    one = f"/api/{alice.id}/tasks/{task['id']}"
    attempts = [
        his.get(f"/api/{alice.id}/tasks"),
        his.post(f"/api/{alice.id}/tasks", json={"title": "Planted"}),
        his.get(one),
        his.put(one, json={"title": "Mine now"}),
        his.patch(one, json={"title": "Mine now"}),
        his.patch(f"{one}/complete"),
        his.delete(one),
        his.get("/api/nobody-has-this-id/tasks"),
    ]
    assert {refusal(attempt) for attempt in attempts} == {(403, "forbidden")}
    assert hers.get(f"/api/{alice.id}/tasks").json() == [task]


def test_another_users_task_does_not_exist_under_ones_own_path(
    better_auth: BetterAuthServer, alice: Person, bob: Person, calling: Calling
) -> None:
    his, hers = calling(better_auth.token(bob)), calling(better_auth.token(alice))
    task = hers.post("/api/tasks", json={"title": "Private"}).json()
    assert refusal(his.get(f"/api/{bob.id}/tasks/{task['id']}")) == (404, "not_found")
    assert refusal(his.delete(f"/api/tasks/{task['id']}")) == (404, "not_found")
    assert his.get("/api/tasks").json() == []


def test_no_token_is_not_authenticated(service: TodoService, calling: Calling) -> None:
    answer = calling(None).get("/api/tasks")
    assert refusal(answer) == (401, "not_authenticated")
    assert answer.headers["www-authenticate"] == 'Bearer realm="api"'


@pytest.mark.parametrize("way", WAYS)
def test_an_expired_token_says_so(better_auth: BetterAuthServer, alice: Person, calling: Calling, way: Way) -> None:
    answer = calling(better_auth.expired_token(alice, way)).get(f"/api/{alice.id}/tasks")
    assert refusal(answer) == (401, "token_expired")
    assert 'error="invalid_token"' in answer.headers["www-authenticate"]


def test_a_remembered_token_ends_with_its_time(better_auth: BetterAuthServer, alice: Person, calling: Calling) -> None:
    # The service keeps a verified token in memory, so that its second request costs less. Not past its end.
    soon = int(time.time()) + 4
    api = calling(better_auth.sign({"sub": alice.id, "iat": soon - 300, "exp": soon}))
    assert api.get("/api/tasks").status_code == 200
    for _ in range(100):
        answer = api.get("/api/tasks")
        if answer.status_code != 200:
            break
        time.sleep(0.2)
    assert refusal(answer) == (401, "token_expired")


@pytest.mark.parametrize("way", WAYS)
def test_a_token_under_another_secret_is_refused(
    better_auth: BetterAuthServer,
    better_auth_with: StartBetterAuth,
    calling: Calling,
    way: Way,
) -> None:
    stranger = better_auth_with(secret=OTHER_SECRET, baseUrl=better_auth.url)
    mallory = stranger.sign_up(name="Mallory")
    answer = calling(stranger.token(mallory, way)).get(f"/api/{mallory.id}/tasks")
    assert refusal(answer) == (401, "invalid_token")


def test_a_token_for_another_audience_is_refused(
    better_auth: BetterAuthServer, better_auth_with: StartBetterAuth, calling: Calling
) -> None:
    elsewhere = better_auth_with(audience="https://another-api.example", issuer=better_auth.url)
    answer = calling(elsewhere.token(elsewhere.sign_up())).get("/api/tasks")
    assert refusal(answer) == (401, "invalid_token")


def test_what_is_signed_with_the_same_secret_for_another_purpose_is_refused(
    better_auth: BetterAuthServer, alice: Person, calling: Calling
) -> None:
    look_alikes = {
        "the e-mail link's token": better_auth.verification_link_token(alice),
        "the session cookie's JWT": better_auth.session_data_cookie(alice),
        "the bearer plugin's session token": alice.bearer,
        "the bare session token": alice.bearer.partition(".")[0],
        "the password reset token": better_auth.password_reset_token(alice),
    }
    answers = {name: refusal(calling(token).get("/api/tasks")) for name, token in look_alikes.items()}
    assert answers == dict.fromkeys(look_alikes, (401, "invalid_token"))


def test_cookies_alone_open_nothing_when_only_the_header_is_configured(
    better_auth: BetterAuthServer, alice: Person, service: TodoService
) -> None:
    better_auth.session(alice)
    with service.client() as browser:
        answer = browser.get("/api/tasks", headers={"Cookie": alice.cookie_header})
    assert refusal(answer) == (401, "not_authenticated")


def test_a_jwks_token_is_refused_where_none_is_configured(
    better_auth: BetterAuthServer, better_auth_with: StartBetterAuth, calling: Calling
) -> None:
    server = better_auth_with(flavour="eddsa", baseUrl=better_auth.url)
    answer = calling(server.token(server.sign_up(), "jwks")).get("/api/tasks")
    assert refusal(answer) == (401, "invalid_token")


def test_one_body_per_refusal(better_auth: BetterAuthServer, alice: Person, calling: Calling) -> None:
    def body(token: str) -> dict[str, Any]:
        problem: dict[str, Any] = calling(token).get("/api/tasks").json()
        return {name: value for name, value in problem.items() if name != "request_id"}

    tokens = [better_auth.verification_link_token(alice), better_auth.session_data_cookie(alice), "not.a.token"]
    first, *others = [body(token) for token in tokens]
    assert all(other == first for other in others)


def test_the_log_never_shows_a_token(
    better_auth: BetterAuthServer, alice: Person, service: TodoService, calling: Calling
) -> None:
    tokens = [
        better_auth.token(alice),
        better_auth.expired_token(alice),
        better_auth.session_data_cookie(alice),
        alice.bearer,
    ]
    for token in tokens:
        calling(token).get("/api/tasks")
    log = service.log()
    assert not [token for token in tokens if token in log]
    assert not [token for token in tokens if token.rpartition(".")[2] in log]
    assert SECRET not in log
