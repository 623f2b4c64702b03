"""`python -m config.serve`: migrate the embedded database, say where things are, and serve with granian.

SIGTERM and SIGINT end it: no connection is taken any more, requests in flight are finished (at most
STOP_SECONDS). SIGHUP replaces the workers one after the other with fresh ones; `docs/operations.md`.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from config import env
from config.startup import refuse, refuse_unsound_settings

TOKEN_SECONDS = 3600


def main() -> None:
    """Serve on HOST:PORT with WEB_WORKERS processes until a signal ends it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        django.setup()
        refuse_unsound_settings(warn=True)
        host, port = env.text("HOST", "127.0.0.1"), env.number("PORT", 8000, least=1, most=65535)
        workers = env.number("WEB_WORKERS", 1, least=1, most=256)
        threads = env.number("WEB_THREADS", 4, least=1, most=256)
        if env.text("OTEL_EXPORTER_OTLP_ENDPOINT"):
            from config import tracing  # an extra: nothing of it is imported otherwise

            tracing.require()  # here, where it stops the start, and not in every worker again and again
    except ImproperlyConfigured as error:
        refuse(str(error))
    with _metrics():
        _prepare()
        _say_where(host, port)
        _serve(host, port, workers, threads)


def _prepare() -> None:
    """The embedded database and the static files are ours to bring up to date; a server's are the operator's."""
    from django.conf import settings
    from django.db import connection

    if connection.vendor == "sqlite":
        call_command("migrate", interactive=False, verbosity=0)
    root = settings.STATIC_ROOT
    if not os.access(root if root.exists() else root.parent, os.W_OK):
        return  # as the unit and the image have it: what was collected with the install is served
    collected = root / ".collected"
    sources = [settings.BASE_DIR / "requirements.txt", *(settings.BASE_DIR / "todos" / "support" / "static").rglob("*")]
    if not collected.exists() or collected.stat().st_mtime < max(source.stat().st_mtime for source in sources):
        call_command("collectstatic", interactive=False, verbosity=0)
        collected.touch()


def _say_where(host: str, port: int) -> None:
    base = f"http://{host}:{port}"
    print(f"\n  API    {base}/api/tasks\n  Docs   {base}/api/docs")
    print(f"  Admin  {base}/admin/  (`make demo` fills it and prints log-ins)", flush=True)
    if env.flag("DEMO_TOKEN", default=False):
        from io import StringIO

        minted = StringIO()
        call_command("authbridge_mint", "--sub", "demo", "--expires-in", str(TOKEN_SECONDS), stdout=minted)
        token = minted.getvalue().strip()
        print("\n  Try it (the token is good for an hour):\n")
        print(f"  curl -H 'Authorization: Bearer {token}' {base}/api/demo/tasks")
    print(flush=True)


@contextmanager
def _metrics() -> Iterator[None]:
    """With METRICS_PORT: a directory in which the workers count, and the process that tells Prometheus."""
    port = env.number("METRICS_PORT", 0, most=65535)
    if not port:
        yield
        return
    from multiprocessing import get_context

    from config.metrics import DIRECTORY

    os.environ[DIRECTORY] = tempfile.mkdtemp(prefix="metrics-")
    from config import exporter  # prometheus_client reads the directory when it is imported

    host = env.text("METRICS_HOST", "127.0.0.1")
    # Forked before anything else runs, so that it shares what Django's start has already loaded.
    process = get_context("fork").Process(target=exporter.serve, args=[host, port, os.getpid()], daemon=True)
    process.start()
    try:
        yield
    finally:
        process.terminate()
        shutil.rmtree(os.environ[DIRECTORY], ignore_errors=True)


def _serve(host: str, port: int, workers: int, threads: int) -> None:
    from django.db import connections
    from granian.constants import HTTPModes, Interfaces
    from granian.http import HTTP1Settings
    from granian.log import LogLevels

    from config import workers as processes

    server = processes.SharedQueueServer(
        "config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        workers=workers,
        blocking_threads=threads,
        # The most connections a worker holds, slow ones and idle ones too. Beyond them they wait in the kernel's
        # queue, which is why the proxy in front answers 503 before that (deploy/nginx/todo.conf).
        backpressure=env.number("BACKPRESSURE", 1024, least=1),
        http1_settings=HTTP1Settings(header_read_timeout=15_000, max_buffer_size=65_536),
        respawn_failed_workers=True,
        respawn_interval=env.number("RELOAD_SECONDS", 3, least=1, most=60),
        workers_kill_timeout=env.number("STOP_SECONDS", 30, least=1, most=3600),
        log_level=LogLevels.warning,
    )
    connections.close_all()  # a connection of this process must not be shared by its children
    server.serve(spawn_target=processes.run)


if __name__ == "__main__":
    main()
