"""Tries every operation of a served service with requests made up from docs/openapi.yaml, by schemathesis."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from authbridge.testing import mint
from tests.better_auth.service import TodoService
from tests.openapi import FILE

CONFIGURATION = Path(__file__).with_name("schemathesis.toml")


def fuzz(service: TodoService, *arguments: str, quiet: bool = False) -> subprocess.CompletedProcess[str]:
    """Run schemathesis against a service that shares the suite's secret.

    Args:
        service: where to send the requests.
        arguments: of `schemathesis run`, such as `--max-examples=10`.
        quiet: keep what it prints, instead of showing it while it runs.

    Returns:
        The process, ended: its code is 0 only if no check found anything.
    """
    token = mint("fuzzer", secret=os.environ["BETTER_AUTH_SECRET"], expires_in=7200)
    program = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(CONFIGURATION), "run", str(FILE)]
    return subprocess.run(
        [
            *program,
            "--url",
            service.url,
            "--output-sanitize=false",
            "--header",
            f"Authorization: Bearer {token}",
            *arguments,
        ],
        check=False,
        text=True,
        capture_output=quiet,
    )
