"""`python -m config.develop`: the service with reloading and debugging, and the front end beside it.

Both get one shared secret: the service's `.env` has it, and `frontend/.env` is written from it where
there is none. Ctrl-C ends both.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

from django.core.exceptions import ImproperlyConfigured
from dotenv import dotenv_values

from config import env
from config.startup import refuse

ROOT = Path(__file__).resolve().parent.parent
FRONTEND = ROOT / "frontend"
MANAGE = [sys.executable, "manage.py"]
_DIRECTORY = "AUTHBRIDGE_DIRECTORY_DATABASE_URL"


def main() -> None:
    """Run both until one of them ends."""
    env.load(ROOT / ".env")
    os.environ["DJANGO_DEBUG"] = "1"
    os.environ["NEXT_TELEMETRY_DISABLED"] = "1"
    try:
        port, front_port = env.number("PORT", 8000, least=1), env.number("FRONTEND_PORT", 3000, least=1)
    except ImproperlyConfigured as error:
        refuse(str(error))
    front = f"http://localhost:{front_port}"
    os.environ["BETTER_AUTH_URL"] = front
    # What the files say was written for the ports of their day.
    os.environ.setdefault("NEXT_PUBLIC_API_URL", f"http://localhost:{port}")
    node = shutil.which("node") if shutil.which("npm") and (FRONTEND / "package.json").exists() else None
    _refuse_taken("PORT", port)
    if node:
        _refuse_taken("FRONTEND_PORT", front_port)
        prepare_front_end(FRONTEND, front, port)
        # Better Auth keeps its people in a database of its own: the desk finds them by e-mail there.
        if not env.is_set(_DIRECTORY):
            os.environ[_DIRECTORY] = directory_url(FRONTEND)
    if subprocess.run([*MANAGE, "migrate", "--verbosity", "0"], cwd=ROOT, check=False).returncode:
        refuse("The database could not be brought up to date; why stands above. DATABASE_URL in .env says where it is.")
    print(f"\n  Click here  {front if node else f'http://localhost:{port}/api/docs'}")
    print(f"  API         http://localhost:{port}/api/docs\n  Admin       http://localhost:{port}/admin/\n", flush=True)
    if not node:
        print("  npm is not installed, so the front end is not started. Install Node 20.9 or newer for it.\n")
    _wait(_start(node, port, front_port))


def _start(node: str | None, port: int, front_port: int) -> list[subprocess.Popen[bytes]]:
    running = [subprocess.Popen([*MANAGE, "runserver", f"127.0.0.1:{port}"], cwd=ROOT)]
    if node:
        # Not by `npm run dev`: npm does not hand a signal on, and the server would outlive this.
        command = [node, "node_modules/next/dist/bin/next", "dev", "--hostname", "localhost", "--port", str(front_port)]
        running.append(subprocess.Popen(command, cwd=FRONTEND))
    return running


def _refuse_taken(name: str, port: int) -> None:
    """End with a paragraph when somebody listens on the port already."""
    try:
        socket.create_connection(("localhost", port), timeout=2).close()
    except OSError:
        return
    refuse(
        f"Port {port} is taken: something listens there already, perhaps this in another window. End it, or take "
        f"another port: make dev {name}={port + 1}."
    )


def prepare_front_end(folder: Path, front: str, port: int) -> None:
    """Install the packages of the front end in `folder`, and give it an `.env` with the service's secret.

    `front` is the origin that it is served on, `port` the service's. An `.env` that is there is never changed.
    """
    lock, installed = folder / "package-lock.json", folder / "node_modules" / ".package-lock.json"
    if not installed.exists() or installed.stat().st_mtime < lock.stat().st_mtime:
        print("==> Installing the front end's packages (npm ci; a minute the first time)", flush=True)
        if subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=folder, check=False).returncode:
            refuse(
                "The front end's packages could not be installed; npm says why above. Mostly its registry cannot be "
                "reached, or Node is older than 20.9. Mend that and run make dev again."
            )
        installed.touch()
    target, shared = folder / ".env", env.secret("BETTER_AUTH_SECRET")
    if not target.exists():
        target.touch(mode=0o600)
        target.write_text(
            f"BETTER_AUTH_SECRET={shared}\nBETTER_AUTH_URL={front}\nNEXT_PUBLIC_API_URL=http://localhost:{port}\n",
            encoding="utf-8",
        )
        print("==> Wrote frontend/.env with the service's BETTER_AUTH_SECRET", flush=True)
    elif f"BETTER_AUTH_SECRET={shared}" not in target.read_text(encoding="utf-8").splitlines():
        print(
            "==> frontend/.env has another BETTER_AUTH_SECRET than the service's .env: every request would be "
            "answered 401. Copy one to the other, or remove frontend/.env and run this again.",
            flush=True,
        )


def directory_url(folder: Path) -> str:
    """Where the front end in `folder` keeps its people, as a `DATABASE_URL`: its AUTH_DATABASE_URL, or its default."""
    written = dotenv_values(folder / ".env", interpolate=False).get("AUTH_DATABASE_URL")
    address = os.environ.get("AUTH_DATABASE_URL") or written or "file:./auth.db"
    if not address.startswith("file:"):
        return address
    return f"sqlite:///{quote(str((folder / address.removeprefix('file:')).resolve()))}"


def _wait(running: list[subprocess.Popen[bytes]]) -> None:
    """Until one process ends or Ctrl-C; then end the others."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        while all(process.poll() is None for process in running):
            signal.sigtimedwait({signal.SIGCHLD}, 1)
    except KeyboardInterrupt:
        pass
    for process in running:
        process.terminate()
    for process in running:
        process.wait(timeout=20)


if __name__ == "__main__":
    main()
