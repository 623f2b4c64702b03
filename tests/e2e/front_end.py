"""Makes the front end ready to start: its packages installed, its production build up to date."""

import fcntl
import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2] / "frontend"
_STAMP = ROOT / ".next" / "built-from"
_SOURCES = ("app", "features", "packages/api-client/src", "server", "shared", "ui")
BUILD_SECRET = "only-to-be-looked-for-in-what-was-built"
_BUILD_ENVIRONMENT = {"NEXT_TELEMETRY_DISABLED": "1", "CI": "1", "BETTER_AUTH_SECRET": BUILD_SECRET}


class FrontEndError(Exception):
    """The front end cannot be built here; the message says what is wrong and how to mend it."""


def problem() -> str | None:
    """Why the front end cannot run here, or None."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        return "Node.js (20.9 or newer) and npm are not on the PATH; install them and run again"
    return None


def build() -> None:
    """Installs from the lock and builds, each only when something it depends on has changed. Says so while it does.

    Raises:
        FrontEndError: npm or the build failed; the message holds the end of its output. Once it has, it is not
            tried again: what is wrong with a lock or a source is wrong for every test.
    """
    if _failed:
        raise _failed[0]
    try:
        _build()
    except FrontEndError as error:
        _failed.append(error)
        raise


_failed: list[FrontEndError] = []


def install() -> None:
    """Installs from the lock where that has not been done. Raises `FrontEndError`."""
    with _alone():
        _install()


@contextmanager
def _alone() -> Iterator[None]:
    """Two runs of the suite must not write into one build."""
    with (ROOT / ".building").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _install() -> None:
    if not (ROOT / "node_modules" / ".package-lock.json").exists():
        _run("Installing the front end's packages (a minute)", "npm", "ci", "--no-progress")


def _build() -> None:
    with _alone():
        _install()
        digest = _digest()
        if not _STAMP.exists() or _STAMP.read_text() != digest:
            _run("Building the front end (a minute)", "npm", "run", "build")
            _STAMP.write_text(digest)


def _run(what: str, *command: str) -> None:
    print(f"==> {what}", flush=True)
    done = subprocess.run(command, cwd=ROOT, env=os.environ | _BUILD_ENVIRONMENT, capture_output=True, text=True)
    if done.returncode != 0:
        raise FrontEndError(f"`{' '.join(command)}` failed:\n{(done.stdout + done.stderr)[-4000:]}")


def _digest() -> str:
    digest = hashlib.sha256()
    for path in sorted(_files()):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _files() -> Iterator[Path]:
    yield from (
        path for path in ROOT.iterdir() if path.suffix in {".ts", ".json", ".mjs"} and path.name != "next-env.d.ts"
    )
    for folder in _SOURCES:
        yield from (path for path in (ROOT / folder).rglob("*") if path.is_file())
