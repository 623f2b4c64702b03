"""A PostgreSQL server of the test's own, in a temporary directory on a free port: one may kill it."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psycopg

from tests import real_parts
from tests.deploy.proxy import free_port

DATABASE = "todo"
PATIENCE = 180  # seconds; what takes one on a quiet machine may take a minute where other tests use it as well


def binaries() -> Path | None:
    """Where initdb and its friends are: Debian keeps them out of the path, by version."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    beside = shutil.which("initdb")
    return found[-1].parent if found else Path(beside).parent if beside else None


def require() -> Path:
    """The binaries; skips the test where there are none."""
    where = binaries()
    real_parts.require("postgres-server", available=where is not None, why="no initdb (Debian: apt install postgresql)")
    assert where is not None
    return where


class Cluster:
    """One server. `standby_of` makes it a hot standby that the primary's commits wait for."""

    def __init__(self, standby_of: Cluster | None = None) -> None:
        self._bin, self.port = require(), free_port()
        self.directory = Path(tempfile.mkdtemp(prefix="chaos-pg-"))
        self.data = self.directory / "data"
        if os.getuid() == 0:  # PostgreSQL refuses to run as root
            shutil.chown(self.directory, "postgres", "postgres")
        if standby_of is None:
            self.run("initdb", "-D", str(self.data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
            self._configure(wal_level="replica", max_wal_senders="5", synchronous_standby_names="''")
        else:
            source = f"host=127.0.0.1 port={standby_of.port} user=postgres application_name=standby"
            self.run(
                "pg_basebackup", "-d", source, "-D", str(self.data), "-R", "-X", "stream", "-c", "fast", "--no-sync"
            )
            self._configure(port=str(self.port))
        self._process: subprocess.Popen[bytes]
        self.start()
        if standby_of is None:
            with self.admin("postgres") as admin:
                admin.execute(f"CREATE DATABASE {DATABASE}")

    def _configure(self, **settings: str) -> None:
        settings = {
            "listen_addresses": "'127.0.0.1'",
            "port": str(self.port),
            "unix_socket_directories": f"'{self.directory}'",
            "max_connections": "50",
            # One syncfs instead of an fsync per file before recovery begins: most of the time it takes otherwise.
            "recovery_init_sync_method": "syncfs",
            **settings,
        }
        with (self.data / "postgresql.conf").open("a") as file:
            file.writelines(f"{name} = {value}\n" for name, value in settings.items())

    def run(self, command: str, *arguments: str) -> None:
        """Run one of PostgreSQL's programs as the user that may."""
        done = subprocess.run(
            [str(self._bin / command), *arguments], capture_output=True, text=True, cwd="/", **self._user()
        )
        if done.returncode:
            raise RuntimeError(f"{command} failed: {done.stdout}{done.stderr}")

    @staticmethod
    def _user() -> dict[str, Any]:
        if os.getuid() != 0:
            return {}
        entry = pwd.getpwnam("postgres")
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}

    def start(self) -> None:
        """Start it as a service manager does, as a child that is waited for, until it answers."""
        with (self.directory / "log").open("a") as log:
            command = [str(self._bin / "postgres"), "-D", str(self.data)]
            self._process = subprocess.Popen(command, stdout=log, stderr=log, cwd="/", **self._user())
        deadline = time.monotonic() + PATIENCE
        while self._process.poll() is None and time.monotonic() < deadline:
            try:
                self.admin("postgres").close()
            except psycopg.OperationalError:
                time.sleep(0.05)
            else:
                return
        raise RuntimeError(f"PostgreSQL did not start: {(self.directory / 'log').read_text()[-2000:]}")

    def restart(self) -> None:
        """Stop it in order, ending every connection, and start it again."""
        self.run("pg_ctl", "-D", str(self.data), "-m", "fast", "-w", "-t", str(PATIENCE), "stop")
        self._process.wait(PATIENCE)
        self.start()

    @property
    def pid(self) -> int:
        """The postmaster's."""
        return int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])

    def kill(self) -> None:
        """kill -9 of the server and all its processes, until none of them lives."""
        pid = self.pid
        os.kill(pid, signal.SIGSTOP)  # no further child while they are counted
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        processes = [pid, *map(int, children)]
        for one in processes:
            try:
                os.kill(one, signal.SIGKILL)
            except ProcessLookupError:
                continue
        deadline = time.monotonic() + PATIENCE
        while any(map(_lives, processes)) and time.monotonic() < deadline:
            time.sleep(0.02)
        # A new server refuses to start while the old one has not been waited for.
        self._process.wait()

    def promote(self) -> None:
        """Make the standby a primary."""
        self.run("pg_ctl", "-D", str(self.data), "-w", "-t", str(PATIENCE), "promote")

    def admin(self, database: str = DATABASE) -> psycopg.Connection[tuple[object, ...]]:
        """A superuser's connection."""
        return psycopg.connect(f"postgresql://postgres@127.0.0.1:{self.port}/{database}", autocommit=True)

    @property
    def url(self) -> str:
        """A DATABASE_URL."""
        return f"postgresql://postgres@127.0.0.1:{self.port}/{DATABASE}"

    def remove(self) -> None:
        """Stop it, whatever state it is in, and delete it."""
        subprocess.run(
            [str(self._bin / "pg_ctl"), "-D", str(self.data), "-m", "immediate", "-w", "-t", str(PATIENCE), "stop"],
            capture_output=True,
            cwd="/",
            **self._user(),
        )
        self._process.wait(PATIENCE)
        shutil.rmtree(self.directory, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.remove()


def _lives(pid: int) -> bool:
    """Not if it is a zombie: nobody may have asked yet how it ended, but it holds nothing any more."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
