"""`python -m config.dotenv`: write `.env` with fresh secrets where there is none; never touch one that is there."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SECRETS = ("BETTER_AUTH_SECRET", "DJANGO_SECRET_KEY", "JWT_SECRET_KEY")


def main(folder: Path = ROOT) -> None:
    """Copy `.env.example` of `folder` with its placeholders replaced."""
    target = folder / ".env"
    lines = []
    for line in (folder / ".env.example").read_text(encoding="utf-8").splitlines():
        name = line.partition("=")[0]
        lines.append(f"{name}={secrets.token_urlsafe(48)}" if name in SECRETS else line)
    try:
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    print("==> Wrote .env with fresh secrets. The front end needs the same BETTER_AUTH_SECRET.")


if __name__ == "__main__":
    main()
