"""Service and front end side by side, sharing one secret, on free ports.

`python -m tests.e2e.stack` holds them up to be looked at.
"""

import os
import secrets
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.e2e import front_end
from tests.e2e.processes import Server, free_port

ROOT = Path(__file__).resolve().parents[2]

# What the developer's shell says about this product must not reach it here.
_OURS = ("BETTER_AUTH_", "AUTHBRIDGE_", "AUTH_", "DJANGO_", "DATABASE_", "JWT_", "NEXT_", "CORS_", "CACHE_", "TASKS_")


class Stack:
    """Both servers with fresh databases in `folder`; a context manager that stops them.

    Args:
        folder: where the embedded databases are made.
        database_url: the service's; it must be migrated. None makes an embedded one.
        service, front: more of the environment of each.

    Attributes:
        url: where the front end is, as people open it.
        api_url: where the service is.
        secret: the shared BETTER_AUTH_SECRET.

    Raises:
        ServerStartError, FrontEndError: one of them could not be started or built.
    """

    def __init__(
        self,
        folder: Path,
        *,
        database_url: str | None = None,
        service: Mapping[str, str] | None = None,
        front: Mapping[str, str] | None = None,
    ) -> None:
        front_end.build()
        front_port, api_port = free_port(), free_port()
        self.url = f"http://localhost:{front_port}"
        self.api_url = f"http://127.0.0.1:{api_port}"
        self.secret = secrets.token_urlsafe(40)
        self.auth_database = folder / "auth.db"
        shared = {"BETTER_AUTH_SECRET": self.secret, "BETTER_AUTH_URL": self.url}
        self.service = Server(
            [sys.executable, "-m", "config.serve"],
            ROOT,
            clean_environment()
            | shared
            | {
                "DJANGO_SETTINGS_MODULE": "config.settings",
                "DJANGO_SECRET_KEY": secrets.token_urlsafe(48),
                "JWT_SECRET_KEY": secrets.token_urlsafe(48),
                "DATABASE_URL": database_url or f"sqlite:///{folder / 'tasks.sqlite3'}",
                "HOST": "127.0.0.1",
                "PORT": str(api_port),
                "IGNORE_DOTENV": "1",
                **(service or {}),
            },
            ready=f"{self.api_url}/api/health/ready",
        )
        self.front_end = Server(
            ["node", "node_modules/next/dist/bin/next", "start", "--hostname", "localhost", "--port", str(front_port)],
            front_end.ROOT,
            clean_environment()
            | shared
            | {
                "NEXT_PUBLIC_API_URL": self.api_url,
                "AUTH_DATABASE_URL": f"file:{self.auth_database}",
                # The tests stand where a proxy would, and speak for many people.
                "AUTH_TRUSTED_PROXIES": "127.0.0.0/8,::1/128",
                "NEXT_TELEMETRY_DISABLED": "1",
                "NODE_ENV": "production",
                **(front or {}),
            },
            ready=f"{self.url}/sign-in",
        )

    def __enter__(self) -> Self:
        try:
            self.service.start()
            self.front_end.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Ends both."""
        self.front_end.stop()
        self.service.stop()


def clean_environment() -> dict[str, str]:
    """The developer's environment without what it says about this product."""
    exact = {"HOST", "PORT", "ALLOWED_HOSTS", "THROTTLE_RATE", "WEB_WORKERS", "LOG_FORMAT", "EMAIL_URL"}
    return {name: value for name, value in os.environ.items() if not name.startswith(_OURS) and name not in exact}


def main() -> None:
    """Holds a stack up until interrupted."""
    with tempfile.TemporaryDirectory(prefix="e2e-") as folder, Stack(Path(folder)) as stack:
        print(f"front end {stack.url}\nservice   {stack.api_url}\nAUTHDB {stack.auth_database}", flush=True)
        try:
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            pass


if __name__ == "__main__":
    main()
