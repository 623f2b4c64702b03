"""The test server's process and one request to it; what a person can do there is in server.py."""

import shutil
import tempfile
import weakref
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self, Unpack

import httpx

from tests.better_auth import node_project
from tests.better_auth.options import Flavour, Options
from tests.better_auth.person import Person
from tests.better_auth.process import NodeProcess

SECRET = "test-only-Z7m4qLw9Xc2Vb8Nf5Tg1Hy6Jk3"


class RefusedError(Exception):
    """Better Auth answered 4xx or 5xx; ``status`` is its answer's."""

    def __init__(self, request: str, status: int, body: str) -> None:
        super().__init__(f"{request} answered {status}: {body[:500]}")
        self.status = status


class RunningServer:
    """One server on 127.0.0.1 with a database of its own; a context manager that stops it.

    Attributes:
        url: where it listens.
        origin: what it believes its own address to be, and so ``iss`` and ``aud`` of its tokens by default.
        database: ``sqlite:<file>`` or a ``postgresql://`` URL; kept when the server stops.
    """

    def __init__(
        self, flavour: Flavour, secret: str | None, secrets: str | None, database: str, options: Options
    ) -> None:
        node_project.install()
        self.flavour = flavour
        self.secret = secret
        self.secrets = secrets
        self.database = database
        self.options = options
        self._run(port=0)

    @classmethod
    def start(
        cls,
        *,
        flavour: Flavour = "hs256",
        secret: str | None = SECRET,
        secrets: str | None = None,
        database: str | None = None,
        **options: Unpack[Options],
    ) -> Self:
        """Starts a server and returns once it answers.

        Args:
            flavour: what signs the jwt plugin's ``/token``.
            secret: ``BETTER_AUTH_SECRET``; None leaves it unset.
            secrets: ``BETTER_AUTH_SECRETS``, Better Auth's versioned form (``"2:new,1:old"``).
            database: None makes a fresh SQLite file.
            options: see ``options.py``.

        Raises:
            NodeProjectError: Node is missing or npm fails.
            ServerStartError: the server ended at once.
        """
        if database is not None:
            return cls(flavour, secret, secrets, database, options)
        folder = Path(tempfile.mkdtemp(prefix="better-auth-"))
        try:
            server = cls(flavour, secret, secrets, f"sqlite:{folder / 'better-auth.sqlite3'}", options)
        except BaseException:
            shutil.rmtree(folder)
            raise
        weakref.finalize(server, shutil.rmtree, folder, ignore_errors=True)
        return server

    def restart(self, *, secret: str | None = None, secrets: str | None = None, **options: Unpack[Options]) -> None:
        """Stops and starts again on the same port and database, with what is named changed: a secret rotated, say."""
        self.secret = secret or self.secret
        self.secrets = secrets or self.secrets
        self.options = {**self.options, **options}
        port = httpx.URL(self.url).port
        self.stop()
        self._run(port=port or 0)

    def _run(self, port: int) -> None:
        options = {"flavour": self.flavour, "database": self.database, "port": port, **self.options}
        named = {"BETTER_AUTH_SECRET": self.secret, "BETTER_AUTH_SECRETS": self.secrets}
        self._process = NodeProcess(options, {name: value for name, value in named.items() if value is not None})
        self.url = self._process.url
        self.origin = self.options.get("baseUrl") or self.url
        self._http = httpx.Client(base_url=self.url, trust_env=False, timeout=30)

    def stop(self) -> None:
        """Ends the server; its database stays. A second call does nothing."""
        self._http.close()
        self._process.stop()

    def log(self) -> str:
        """What the server wrote to stderr."""
        return self._process.log()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def jwks_url(self) -> str:
        return f"{self.url}/api/auth/jwks"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    # -- one request ----------------------------------------------------------------------------------------------

    def call(
        self, method: str, path: str, *, person: Person | None = None, json: Mapping[str, object] | None = None
    ) -> httpx.Response:
        """One request as the browser of ``person`` would send it, whose cookies are kept up to date.

        Raises:
            RefusedError: the answer is 4xx or 5xx.
        """
        headers = {"Origin": self.origin}
        if person is not None and person.cookies:
            headers["Cookie"] = person.cookie_header
        response = self._http.request(method, path, json=json, headers=headers)
        # The client's own jar would send what this person keeps on behalf of the next one.
        self._http.cookies.clear()
        if person is not None:
            person.keep(response.headers.get_list("set-cookie"))
        if response.is_error:
            raise RefusedError(f"{method} {path}", response.status_code, response.text)
        return response

    def post(self, path: str, body: Mapping[str, object], person: Person | None = None) -> Any:
        return self.call("POST", path, person=person, json=body).json()
