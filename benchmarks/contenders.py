"""Who runs: this service and its rivals, each with the command its documentation would give."""

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.people import SECRET
from benchmarks.rows import Size

BIN = Path(sys.executable).parent
# The same server and the same number of threads for everything that speaks WSGI.
THREADS = os.environ.get("BENCH_THREADS", "4")


@dataclass(frozen=True, slots=True)
class Contender:
    """A server under test, on a database with rows of that size.

    `command` holds `{port}`; `polls` says whether it answers 304 to an unchanged list.
    """

    key: str
    title: str
    size: Size
    command: Sequence[str]
    environ: Mapping[str, str] = field(default_factory=dict)
    polls: bool = False


def granian(application: str) -> list[str]:
    """One WSGI worker, its threads, no access log."""
    return [
        str(BIN / "granian"), "--interface", "wsgi", "--host", "127.0.0.1", "--port", "{port}",
        "--workers", "1", "--blocking-threads", THREADS, "--no-ws", "--log-level", "warning", application,
    ]  # fmt: skip


def uvicorn(application: str) -> list[str]:
    """uvicorn[standard] as it comes: uvloop, httptools, one process."""
    return [
        str(BIN / "uvicorn"), "--host", "127.0.0.1", "--port", "{port}",
        "--no-access-log", "--log-level", "warning", application,
    ]  # fmt: skip


def everyone(database: str, size: Size) -> list[Contender]:
    """All contenders on the database at that URL, this service first."""
    rival = {"BENCH_DATABASE_URL": database, "BENCH_SECRET": SECRET}
    django = rival | {"DJANGO_SETTINGS_MODULE": "benchmarks.rivals.django_task.settings"}
    drf = django | {"BENCH_URLCONF": "benchmarks.rivals.drf_simplejwt", "BENCH_DJANGO_APPS": "rest_framework"}
    ninja = django | {"BENCH_URLCONF": "benchmarks.rivals.ninja_pyjwt", "BENCH_DJANGO_APPS": "ninja"}
    wsgi = "benchmarks.rivals.django_task.wsgi:application"
    return [
        service(database, size),
        Contender("a", "FastAPI + SQLModel", size, uvicorn("benchmarks.rivals.fastapi_sqlmodel:app"), rival),
        Contender("b", "DRF + simplejwt", size, granian(wsgi), drf),
        Contender("c", "Django Ninja + PyJWT", size, granian(wsgi), ninja),
        Contender("d", "floor: bare WSGI", size, granian("benchmarks.rivals.bare_wsgi:application"), rival),
    ]


def service(database: str, size: Size) -> Contender:
    """This service as production runs it, on PostgreSQL: throttling on (at a rate no burst reaches), audit on, and
    a line of JSON in the log for every request."""
    environ = {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": database,
        "BETTER_AUTH_SECRET": SECRET,
        "DJANGO_SECRET_KEY": "benchmark-only-" + SECRET[::-1],
        "JWT_SECRET_KEY": "benchmark-only-accounts-" + SECRET[::-1],
        "ALLOWED_HOSTS": "127.0.0.1",
        "THROTTLE_RATE": "100000000/hour",
        "LOG_LEVEL": "INFO",
        "LOG_FORMAT": "json",
    }
    return Contender("ours", "this service", size, granian("config.wsgi:application"), environ, polls=True)


def environment(contender: Contender) -> dict[str, str]:
    """The contender's whole environment: its own names and the few that any program needs."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "CACHE_URL") if name in os.environ}
    return {**kept, "PYTHONPATH": str(Path.cwd()), **contender.environ}


def choose(database: str, size: Size, only: str | None) -> list[Contender]:
    """Everyone, or those whose keys the comma list `only` names; raises ValueError for an unknown key."""
    present = everyone(database, size)
    if only is None:
        return present
    known = {contender.key: contender for contender in present}
    wanted = only.split(",")
    unknown = sorted(set(wanted) - set(known))
    if unknown:
        raise ValueError(f"no contender is called {unknown[0]!r}: choose from {', '.join(known)}")
    return [known[key] for key in wanted]
