"""Installs the Node packages of the Better Auth test server: ``python -m tests.better_auth.node_project``."""

import fcntl
import hashlib
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent
_LOCK = ROOT / "package-lock.json"
_STAMP = ROOT / "node_modules" / ".installed-lock-digest"
_BUILD_STAMP = ROOT / "node_modules" / ".built" / "source-digest"
SERVER = ROOT / "node_modules" / ".built" / "server.mjs"
"""The server as Node runs it, built by install()."""
_OLDEST_NODE = 20


class NodeProjectError(Exception):
    """The test server cannot run here; the message says what is wrong, why it matters and how to mend it."""


def _node_major() -> int:
    node = shutil.which("node")
    if node is None:
        return 0
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
    return int(version.strip().lstrip("v").split(".")[0])


def check_node() -> None:
    """Raises NodeProjectError unless Node >= 20 and npm are on the PATH."""
    if _node_major() < _OLDEST_NODE:
        raise NodeProjectError(
            f"Node {_OLDEST_NODE} or newer is not on the PATH, so no real Better Auth server can be started. "
            "Install Node.js and run again."
        )
    if shutil.which("npm") is None:
        raise NodeProjectError(
            "npm is not on the PATH, so the Better Auth test server cannot be installed. Install npm and run again."
        )


@contextmanager
def _one_installer_at_a_time() -> Iterator[None]:
    with (ROOT / ".install.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _is_current(stamp: Path, *sources: Path) -> bool:
    """Whether what the stamp stands for was made from these files as they are now."""
    return stamp.exists() and stamp.read_text() == _digest(*sources)


def _digest(*sources: Path) -> str:
    return hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()


def install() -> None:
    """Runs ``npm ci`` when node_modules is not from this lock file, and says so; builds the server when it changed.

    Safe to call from several test processes at once: the others wait for the one that installs.

    Raises:
        NodeProjectError: without Node or npm, or when npm fails; with the end of what npm said.
    """
    check_node()
    with _one_installer_at_a_time():
        if not _is_current(_STAMP, _LOCK):
            _npm_ci()
            _STAMP.write_text(_digest(_LOCK))
        sources = sorted((ROOT / "src").glob("*.ts"))
        if not _is_current(_BUILD_STAMP, *sources):
            _run("npm", "run", "build")
            _BUILD_STAMP.write_text(_digest(*sources))


def _npm_ci() -> None:
    say = "Installing the Better Auth test server (npm ci in tests/better_auth, about 100 MB, once) ..."
    print(say, file=sys.stderr, flush=True)
    # .npmrc keeps install scripts off: nothing here needs one.
    _run("npm", "ci", "--no-audit", "--no-fund")
    print("Installed.", file=sys.stderr, flush=True)


def _run(*command: str) -> None:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise NodeProjectError(
            f"{' '.join(command)} failed in tests/better_auth, so no real Better Auth server can be started. "
            f"Check that the npm registry can be reached, then run again. npm said:\n{done.stderr[-2000:]}"
        )


if __name__ == "__main__":
    try:
        install()
    except NodeProjectError as error:
        sys.exit(str(error))
