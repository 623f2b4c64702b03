"""docs/sessions-and-ends.md, line by line: a credential that was kept after its session ended at Better Auth."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass

import pytest

from tests import environment
from tests.better_auth.databases import require_postgres, temporary_postgres
from tests.better_auth.fixtures import StartBetterAuth
from tests.better_auth.person import Person
from tests.better_auth.server import OTHER_SECRET, SECRET, BetterAuthServer
from tests.better_auth.service import ROOT, TodoService

# `make test` walks through the table on SQLite; CI does so on PostgreSQL as well.
pytestmark = pytest.mark.slow

LIVE = {"AUTHBRIDGE_LIVE_SESSION_CHECK": "1", "AUTHBRIDGE_DIRECTORY_ADMIN_COLUMNS": "1"}
COOKIE_CACHE = {"AUTHBRIDGE_SOURCES": "session_data_cookie"}
SESSION_COOKIE = {"AUTHBRIDGE_SOURCES": "session_token_cookie"}
COLUMNS = {
    "API token": {},
    "API token, `LIVE_SESSION_CHECK`": LIVE,
    "`session_data` cookie": COOKIE_CACHE,
    "`session_data` cookie, `LIVE_SESSION_CHECK`": COOKIE_CACHE | LIVE,
    "`session_token` cookie": SESSION_COOKIE,
}
ENDS: dict[str, Callable[[BetterAuthServer, Person], None]] = {
    "the person signs out": lambda server, person: server.sign_out(person),
    "the person ends all sessions": lambda server, person: server.revoke_sessions(person),
    "an admin ends all sessions": lambda server, person: server.revoke_by_admin(person),
    "an admin bans the person": lambda server, person: server.ban(person),
    "an admin removes the person": lambda server, person: server.remove(person),
    "password changed with `revokeOtherSessions`": lambda server, person: server.change_password(
        server.sign_in(person.email), "another-horse-battery-2", revoke_others=True
    ),
    "password changed without it": lambda server, person: server.change_password(
        server.sign_in(person.email), "another-horse-battery-2"
    ),
    "password reset by e-mail": lambda server, person: server.reset_password(person, "another-horse-battery-2"),
}
ROTATIONS = {
    "the new secret alone": {},
    "the new secret, and the old in `BETTER_AUTH_SECRET_PREVIOUS`": {"BETTER_AUTH_SECRET_PREVIOUS": SECRET},
}
# What each word of the page means for the next request.
STATUS = {"401": 401, "until exp": 200, "until maxAge": 200, "goes on": 200}


def documented(first_heading: str) -> dict[str, dict[str, int]]:
    """The table with that first heading: line to column to status."""
    lines = (ROOT / "docs" / "sessions-and-ends.md").read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    start = next(number for number, row in enumerate(rows) if row[0] == first_heading)
    columns = rows[start][1:]
    table: dict[str, dict[str, int]] = {}
    for label, *cells in rows[start + 2 :]:
        if len(cells) != len(columns) or any(cell not in STATUS for cell in cells):
            break
        table[label] = dict(zip(columns, (STATUS[cell] for cell in cells), strict=True))
    return table


@dataclass
class Kept:
    """What a thief has: the API token and the cookies, from before the end."""

    token: str
    cookies: str

    def open(self, service: TodoService, column: str) -> int:
        headers = {"Cookie": self.cookies} if "cookie" in column else {"Authorization": f"Bearer {self.token}"}
        with service.client() as client:
            return client.get("/api/tasks", headers=headers).status_code


def kept(server: BetterAuthServer, person: Person) -> Kept:
    server.session(person)
    return Kept(server.token(person), person.cookie_header)


def start_all(database: str, server: BetterAuthServer, columns: dict[str, dict[str, str]]) -> dict[str, TodoService]:
    common = {"BETTER_AUTH_SECRET": server.secret or "", "BETTER_AUTH_URL": server.origin}
    first, *rest = columns.items()
    # The first one migrates; the others find the tables there and can start side by side.
    services = {first[0]: TodoService(database, common | first[1])}
    with ThreadPoolExecutor(2) as pool:
        started = pool.map(lambda column: (column[0], TodoService(database, common | column[1])), rest)
        services.update(started)
    return services


@pytest.fixture(scope="module")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """One database that Better Auth and the service share, as each of the two names it."""
    if environment.BACKEND == "sqlite":
        file = tmp_path_factory.mktemp("shared") / "shared.sqlite3"
        yield f"sqlite:{file}", f"sqlite:///{file}"
        return
    require_postgres()
    with temporary_postgres() as url:
        yield url, url


@pytest.fixture(scope="module")
def server(databases: tuple[str, str], node_packages: None) -> Iterator[BetterAuthServer]:
    with BetterAuthServer.start(database=databases[0], cookieCache="jwt") as running:
        yield running


@pytest.fixture(scope="module")
def services(databases: tuple[str, str], server: BetterAuthServer) -> Iterator[dict[str, TodoService]]:
    with ExitStack() as stack:
        running = start_all(databases[1], server, COLUMNS)
        for service in running.values():
            stack.callback(service.stop)
        yield running


@pytest.mark.parametrize("end", ENDS)
def test_an_end_does_what_the_table_says(server: BetterAuthServer, services: dict[str, TodoService], end: str) -> None:
    alice = server.sign_up()
    before = kept(server, alice)
    assert {column: before.open(service, column) for column, service in services.items()} == dict.fromkeys(COLUMNS, 200)
    ENDS[end](server, alice)
    after = {column: before.open(service, column) for column, service in services.items()}
    assert after == documented("what happens at Better Auth")[end]


def test_the_table_names_every_end_and_no_other() -> None:
    assert list(documented("what happens at Better Auth")) == list(ENDS)
    assert list(documented("the bridge has")) == list(ROTATIONS)


@pytest.mark.parametrize("ring", ROTATIONS)
def test_a_changed_secret_does_what_the_table_says(
    databases: tuple[str, str], start_better_auth: StartBetterAuth, ring: str
) -> None:
    server = start_better_auth(database=databases[0], cookieCache="jwt")
    before = kept(server, server.sign_up())
    server.restart(secret=OTHER_SECRET)
    columns = {name: keys | ROTATIONS[ring] for name, keys in COLUMNS.items() if "LIVE" not in name}
    with ExitStack() as stack:
        services = start_all(databases[1], server, columns)
        for service in services.values():
            stack.callback(service.stop)
        after = {column: before.open(service, column) for column, service in services.items()}
        fresh = kept(server, server.sign_up())
        assert {fresh.open(service, column) for column, service in services.items()} == {200}
    assert after == documented("the bridge has")[ring]


def test_tables_named_as_drizzle_names_them_are_read_too(start_better_auth: StartBetterAuth, database_url: str) -> None:
    file = database_url.removeprefix("sqlite:///")
    server = start_better_auth(database=database_url if file == database_url else f"sqlite:{file}", columns="snake")
    alice = server.sign_up()
    before = Kept(server.token(alice), alice.cookie_header)
    live = LIVE | {"AUTHBRIDGE_DIRECTORY_NAMING": "snake"}
    with ExitStack() as stack:
        services = start_all(database_url, server, {"API token": live, "`session_token` cookie": live | SESSION_COOKIE})
        for service in services.values():
            stack.callback(service.stop)
        assert {before.open(service, column) for column, service in services.items()} == {200}
        server.ban(alice)
        assert {before.open(service, column) for column, service in services.items()} == {401}
