"""A copy of the whole database in one file, and back, with the database's own tools."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.db import connection

from todos.operations import renew

PAGES = 2_000  # of SQLite per step, between which writers may go on
SQLITE_MAGIC = b"SQLite format 3\x00"
PG_DUMP_MAGIC = b"PGDMP"

Progress = Callable[[str], None]


class BackupError(Exception):
    """Says what went wrong, why it matters and what to do; nothing was changed."""


def backup(directory: Path, progress: Progress) -> Path:
    """Write the database to a new file in `directory` and return its path. Safe while the service runs."""
    directory.mkdir(parents=True, exist_ok=True)
    suffix = "sqlite3" if connection.vendor == "sqlite" else "dump"
    path = directory / f"todo-{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}.{suffix}"
    part = path.with_suffix(f".{suffix}.part")
    # The file holds everybody's tasks: only its owner may read it, from the first byte on.
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        (_backup_sqlite if connection.vendor == "sqlite" else _backup_postgres)(part, progress)
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.rename(path)
    finally:
        part.unlink(missing_ok=True)
    return path


def restore(path: Path, progress: Progress) -> bool:
    """Replace the database by the backup in `path`, completely or not at all, and begin a new epoch.

    Returns whether it has begun: a backup of an earlier release is to be migrated first. Raises `BackupError`.
    """
    if not path.is_file():
        raise BackupError(
            f"There is no backup at {path}, so nothing was restored. `make backup` writes them to backups/."
        )
    with path.open("rb") as file:
        magic = file.read(16)
    wanted, name = (SQLITE_MAGIC, "SQLite") if connection.vendor == "sqlite" else (PG_DUMP_MAGIC, "PostgreSQL")
    if not magic.startswith(wanted):
        raise BackupError(
            f"{path} is not a backup of {name}, which DATABASE_URL names, so nothing was restored. "
            f"Point DATABASE_URL at the kind of database that the backup was taken from."
        )
    given = renew.highest_id()
    (_restore_sqlite if connection.vendor == "sqlite" else _restore_postgres)(path, progress)
    return renew.renew(beyond=given)


def _backup_sqlite(part: Path, progress: Progress) -> None:
    connection.ensure_connection()
    with closing(sqlite3.connect(part)) as copy:
        connection.connection.backup(copy, pages=PAGES, progress=_report_pages(progress), sleep=0.005)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
        _refuse_broken(copy, part)


def _restore_sqlite(path: Path, progress: Progress) -> None:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as copy:
        _refuse_broken(copy, path)
        connection.ensure_connection()
        copy.backup(connection.connection, pages=-1, progress=_report_pages(progress))
        with suppress(sqlite3.Error):
            connection.connection.execute("PRAGMA journal_mode=WAL")


def _refuse_broken(copy: sqlite3.Connection, path: Path) -> None:
    try:
        (verdict,) = copy.execute("PRAGMA integrity_check").fetchone()
    except sqlite3.DatabaseError as error:
        verdict = str(error)
    if verdict != "ok":
        raise BackupError(f"{path} is damaged ({verdict}), so it was not used. Take another backup.")


def _report_pages(progress: Progress) -> Callable[[int, int, int], None]:
    def tell(status: int, remaining: int, total: int) -> None:
        progress(f"{total - remaining} of {total} pages")

    return tell


def _backup_postgres(part: Path, progress: Progress) -> None:
    _run(["pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--verbose", f"--file={part}"], progress)


def _restore_postgres(path: Path, progress: Progress) -> None:
    options = ["--clean", "--if-exists", "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error"]
    name = connection.settings_dict["NAME"]
    connection.close()
    _run(["pg_restore", *options, "--verbose", f"--dbname={name}", str(path)], progress)


def _run(command: list[str], progress: Progress) -> None:
    """Run a tool of PostgreSQL against the configured database; the password goes by the environment."""
    try:
        tool = subprocess.Popen(command, env=os.environ | _environment(), stderr=subprocess.PIPE, text=True)  # noqa: S603 - our own arguments
    except FileNotFoundError:
        raise BackupError(
            f"{command[0]} is not installed, and only it can read this database whole. "
            "Install the client of PostgreSQL (Debian: apt install postgresql-client)."
        ) from None
    last = ""
    for line in tool.stderr or ():
        last = line.strip()
        progress(last)
    if tool.wait():
        raise BackupError(f"{command[0]} failed, and nothing was changed: {last}")


def _environment() -> dict[str, str]:
    settings: dict[str, Any] = connection.settings_dict
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    given = {variable: str(settings[name]) for variable, name in names.items() if settings[name]}
    options = settings["OPTIONS"]
    given |= {f"PG{name.upper()}": str(options[name]) for name in ("sslmode", "sslrootcert") if name in options}
    if "target_session_attrs" in options:
        given["PGTARGETSESSIONATTRS"] = str(options["target_session_attrs"])
    return given
