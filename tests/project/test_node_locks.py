"""The locks of the Node projects install with `npm ci`, on every platform that their packages are made for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytestmark = pytest.mark.anywhere
ROOT = Path(__file__).resolve().parents[2]
LOCKS = ["frontend/package-lock.json", "tests/better_auth/package-lock.json", "tests/openapi_clients/package-lock.json"]


@pytest.mark.parametrize("lock", LOCKS)
def test_no_optional_package_is_missing(lock: str) -> None:
    """A lock written where a platform's package could not be found lacks it, and `npm ci` then refuses everywhere."""
    packages = json.loads((ROOT / lock).read_text(encoding="utf-8"))["packages"]
    here = {path.rpartition("node_modules/")[2] for path in packages}
    wanted = {name for package in packages.values() for name in package.get("optionalDependencies", {})}
    assert sorted(wanted - here) == []


@pytest.mark.parametrize("lock", LOCKS)
def test_no_lock_names_a_registry(lock: str) -> None:
    """Whoever installs chooses where from."""
    packages = json.loads((ROOT / lock).read_text(encoding="utf-8"))["packages"]
    assert [path for path, package in packages.items() if str(package.get("resolved", "")).startswith("http")] == []
