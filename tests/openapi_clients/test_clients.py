"""Clients that other people's generators make of docs/openapi.yaml work against the running service."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from authbridge.testing import mint
from tests import openapi, real_parts
from tests.better_auth.service import TodoService
from tests.openapi_clients import installing
from tests.openapi_clients.installing import BINARIES, PYTHON, ROOT, run

pytestmark = [pytest.mark.anywhere, pytest.mark.slow]
GENERATED = ROOT / "generated"
TOLD = {
    "created": "made",
    "listed": ["high one", "low one"],
    "patched": "patched",
    "refused": 412,
    "completed": True,
    "changed": ["of a bulk", "patched"],
    "synced": 7,
    "imported": 2,
}
LISTED = ["first in", "high one", "low one", "none one", "of a bulk", "patched", "second in"]


@pytest.fixture(scope="module", autouse=True)
def _installed() -> None:
    real_parts.require("npm", shutil.which("npm") is not None, "npm is not on the PATH; install Node.js")
    installing.install()


# The generators of TypeScript, as their own pages call them.
SCHEMA = str(openapi.FILE)
COMMANDS = {
    "openapi_fetch": ("openapi-typescript", SCHEMA, "--output", "generated/openapi_fetch/schema.d.ts"),
    "hey_api": ("openapi-ts", "-i", SCHEMA, "-o", "generated/hey_api", "-c", "@hey-api/client-fetch", "--no-log-file"),
    "orval": ("orval", "--config", "orval.config.cjs"),
}


def _generate(name: str, service: dict[str, str]) -> None:
    command, *arguments = COMMANDS[name]
    run(str(BINARIES / command), *arguments, **service)


def _by_typescript(name: str, service: dict[str, str]) -> str:
    _generate(name, service)
    built = str(GENERATED / "built" / f"{name}.mjs")
    bundle = ("--bundle", "--platform=node", "--format=esm", "--log-level=error", f"--outfile={built}")
    run(str(BINARIES / "esbuild"), f"src/{name}.ts", *bundle)
    return run("node", built, **service)


def _by_python(service: dict[str, str], folder: Path) -> str:
    to = ("--meta", "none", "--output-path", str(folder / "todo_client"))
    generator = (str(PYTHON.with_name("openapi-python-client")), "generate", "--path", SCHEMA)
    run(*generator, *to)
    return run(str(PYTHON), "python_scenario.py", **service, PYTHONPATH=str(folder))


@pytest.mark.parametrize("name", [*COMMANDS, "openapi_python_client"])
def test_a_generated_client_works(name: str, service: TodoService, tmp_path: Path) -> None:
    """It creates, lists by two priorities, patches, is refused, completes, changes in bulk, imports and syncs."""
    token = mint("alice", secret=os.environ["BETTER_AUTH_SECRET"])
    given = {"SERVICE_URL": service.url, "SERVICE_TOKEN": token, "SERVICE_USER": "alice"}
    told = _by_typescript(name, given) if name in COMMANDS else _by_python(given, tmp_path)

    assert json.loads(told.splitlines()[-1]) == TOLD
    with service.client(token) as client:
        assert [task["title"] for task in client.get("/api/alice/tasks?sort=title").json()] == LISTED


def test_what_typescript_clients_are_used_for_is_typed() -> None:
    """The compiler reads the three clients and their use as strictly as it can."""
    for name in COMMANDS:
        _generate(name, {"SERVICE_URL": "http://127.0.0.1:1"})
    run(str(BINARIES / "tsc"), "--project", ".")


def test_redocly_finds_no_error() -> None:
    run(str(BINARIES / "redocly"), "lint", "--extends=recommended", SCHEMA)


def test_spectral_finds_no_error() -> None:
    run(str(BINARIES / "spectral"), "lint", "--ruleset", ".spectral.yaml", "--fail-severity", "error", SCHEMA)
