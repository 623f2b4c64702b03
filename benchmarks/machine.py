"""What a measurement needs of the machine, said plainly when it is not there."""

import shutil
import sys

import psycopg

from benchmarks.database import server_url


def require() -> None:
    """End the program with one paragraph when wrk, taskset or PostgreSQL is missing."""
    for program, package in (("wrk", "wrk"), ("taskset", "util-linux")):
        if shutil.which(program) is None:
            sys.exit(
                f"{program} is not installed, so there is nothing to drive the contenders with. "
                f"Install it (Debian: apt install {package}) and run this again."
            )
    try:
        psycopg.connect(server_url(), connect_timeout=5).close()
    except psycopg.OperationalError as error:
        sys.exit(
            f"PostgreSQL does not answer ({str(error).splitlines()[0]}), and every contender works on one. "
            "Start it, or name another with TEST_DATABASE_URL=postgresql://user:password@host:port/database."
        )
