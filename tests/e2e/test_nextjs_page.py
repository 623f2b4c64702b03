"""What `docs/nextjs.md` tells an existing project to write, written and run: a sign-up there ends at the service."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests import real_parts
from tests.better_auth.databases import require_postgres, temporary_postgres
from tests.better_auth.service import TodoService
from tests.e2e import documented_app, front_end
from tests.e2e.browser import PASSWORD
from tests.e2e.documented_app import Way
from tests.e2e.processes import Server, free_port

pytestmark = [pytest.mark.anywhere, pytest.mark.slow]

SECRET = "test-only-D4k9sVm2Xq7Lw8Zc3Bn6Rt1Hy5"
TOKEN_PATHS: dict[Way, str] = {"secret": "/api/token", "jwks": "/api/auth/token"}


@pytest.fixture(scope="module", params=["secret", "jwks"])
def way(request: pytest.FixtureRequest) -> Way:
    chosen: Way = request.param
    return chosen


@pytest.fixture(scope="module")
def app(way: Way, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the app as the page tells it."""
    missing = front_end.problem()
    real_parts.require("node", missing is None, missing or "")
    front_end.install()
    folder = tmp_path_factory.mktemp(f"documented-{way}")
    documented_app.write(folder, way)
    return folder


@pytest.fixture(scope="module")
def url(app: Path) -> Iterator[str]:
    """Where the app runs, its tables made."""
    require_postgres()
    address = f"http://localhost:{free_port()}"
    node = shutil.which("node") or "node"
    with temporary_postgres() as database:
        server = Server(
            [node, str(documented_app.NEXT), "dev", "--hostname", "localhost", "--port", address.rpartition(":")[2]],
            app,
            documented_app.environment(BETTER_AUTH_URL=address, BETTER_AUTH_SECRET=SECRET, AUTH_DATABASE_URL=database),
            ready=f"{address}/nowhere",
        )
        server.start()
        try:
            httpx.post(f"{address}/migrate", trust_env=False, timeout=60).raise_for_status()
            yield address
        finally:
            server.stop()


@contextmanager
def sign_up(url: str) -> Iterator[httpx.Client]:
    """A browser's worth of cookies, somebody signed in."""
    with httpx.Client(base_url=url, headers={"Origin": url}, trust_env=False, timeout=60) as person:
        body = {"name": "Alice", "email": "alice@example.com", "password": PASSWORD}
        person.post("/api/auth/sign-up/email", json=body).raise_for_status()
        yield person


def service_settings(way: Way, url: str) -> dict[str, str]:
    """What the page says the service needs."""
    key = {"BETTER_AUTH_SECRET": SECRET} if way == "secret" else {"AUTHBRIDGE_JWKS_URL": f"{url}/api/auth/jwks"}
    return {"BETTER_AUTH_URL": url, **key}


def test_a_sign_up_ends_with_a_token_that_the_service_takes(way: Way, url: str, tmp_path: Path) -> None:
    """And only for whoever is signed in; the guard shows nobody else what is below it."""
    with sign_up(url) as alice, TodoService(f"sqlite:///{tmp_path / 'db'}", service_settings(way, url)) as service:
        answer = alice.get(TOKEN_PATHS[way]).raise_for_status().json()
        with service.client(answer["token"]) as api:
            api.post("/api/tasks", json={"title": "Call mum"}).raise_for_status()
            assert [task["title"] for task in api.get("/api/tasks").json()] == ["Call mum"]
        with service.client(answer["token"][:-6] + "AAAAAA") as api:
            assert api.get("/api/tasks").status_code == 401

        assert "<p>A private matter</p>" in alice.get("/tasks").text
        kept = dict(alice.cookies)
        alice.post("/api/auth/sign-out", json={}).raise_for_status()
    with httpx.Client(base_url=url, cookies=kept, trust_env=False, timeout=60) as thief:
        assert thief.get(TOKEN_PATHS[way]).status_code == 401
        assert "<p>A private matter</p>" not in thief.get("/tasks").text


def test_the_code_passes_strict_typescript(app: Path) -> None:
    """With the versions that the front end's lock names."""
    assert documented_app.complaints(app) == ""


def test_every_file_of_the_table_is_told() -> None:
    """The five of the table at the top: three blocks, one of one line, and a file to copy."""
    told = {*documented_app.files("secret"), *documented_app.COPIED}
    rows = documented_app.PAGE.read_text(encoding="utf-8").partition("| --- | --- |")[2].partition("\n\n")[0]
    named = {row.split("`")[1] for row in rows.splitlines() if "`" in row}
    assert len(named) == 5
    assert named <= told
