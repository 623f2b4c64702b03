"""`python -m tests.chaos.measure_hostile [seconds]`: what four good clients wait for, alone and beside twenty hostile ones.

nginx and two workers as in production; the hostile ones repeat themselves as fast as they are answered. No test
asserts the times: they are figures for the docs.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from tests import environment as environment  # isort: skip  # sets the secrets that tokens are minted with

import django

django.setup()

from tests.better_auth.service import TodoService  # noqa: E402 - Django must be set up first
from tests.chaos.hostile import ATTACKS, Attack, Seen, run  # noqa: E402
from tests.deploy.proxy import Proxy  # noqa: E402

VARIABLES = {"HTTPS": "1", "TRUSTED_PROXY_COUNT": "1", "LOG_FORMAT": "json"}


def main() -> None:
    """One line per crowd: nobody, four of each kind, all twenty."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 10.0
    crowds: dict[str, tuple[Attack, ...]] = {"nobody": ()}
    crowds |= {f"4 × {attack.__name__}": (attack,) * 4 for attack in ATTACKS}
    crowds |= {"all 20": ATTACKS * 4}
    secret = {"BETTER_AUTH_SECRET": os.environ["BETTER_AUTH_SECRET"]}
    with tempfile.TemporaryDirectory(prefix="hostile-") as name:
        url = f"sqlite:///{Path(name) / 'hostile.sqlite3'}"
        with TodoService(url, VARIABLES | secret) as service, Proxy(service.url, Path(name)) as proxy:
            print(f"{'beside':16} {'good':>6} {'not 200':>7} {'p50':>7} {'p99':>7} {'most':>7}   processors used")
            for crowd, attackers in crowds.items():
                seen = run(service, proxy, seconds, attackers)
                print(_line(crowd, seen), flush=True)
    print(
        "the twenty were answered",
        {" ".join(map(str, key)): count for key, count in sorted(seen.hostile.items(), key=str)},
    )


def _line(crowd: str, seen: Seen) -> str:
    waits = " ".join(f"{seen.waited(share) * 1000:4.0f} ms" for share in (0.5, 0.99, 1.0))
    used = ", ".join(f"{name} {share:.2f}" for name, share in seen.processor.items())
    return f"{crowd:16} {seen.good.total():6} {seen.good.total() - seen.good[200]:7} {waits}   {used}"


if __name__ == "__main__":
    main()
