"""`.env` is written once, with fresh secrets, for its owner only."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from config import develop, dotenv, env

pytestmark = pytest.mark.anywhere
EXAMPLE = "# The secret\nBETTER_AUTH_SECRET=change-me\nPORT=8000\n"


def test_it_is_written_where_there_is_none(tmp_path: Path) -> None:
    """Placeholders are replaced, the rest stays, and nobody else may read it."""
    (tmp_path / ".env.example").write_text(EXAMPLE, encoding="utf-8")
    dotenv.main(tmp_path)
    comment, secret, port = (tmp_path / ".env").read_text(encoding="utf-8").splitlines()
    assert (comment, port) == ("# The secret", "PORT=8000")
    assert len(secret.partition("=")[2]) >= 64
    assert stat.S_IMODE((tmp_path / ".env").stat().st_mode) == 0o600


def test_one_that_is_there_is_not_touched(tmp_path: Path) -> None:
    """Not even an empty one."""
    (tmp_path / ".env.example").write_text(EXAMPLE, encoding="utf-8")
    (tmp_path / ".env").touch()
    dotenv.main(tmp_path)
    assert (tmp_path / ".env").read_text(encoding="utf-8") == ""


@pytest.fixture
def front_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A front end whose packages are installed, beside a service with a secret."""
    monkeypatch.setenv("BETTER_AUTH_SECRET", "the-shared-secret-of-both-halves-4711")
    (tmp_path / "node_modules").mkdir()
    (tmp_path / "package-lock.json").touch()
    (tmp_path / "node_modules" / ".package-lock.json").touch()
    return tmp_path


def test_the_front_end_gets_the_same_secret(front_end: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And where the service is."""
    develop.prepare_front_end(front_end, "http://localhost:3000", 8123)
    env.load(front_end / "nothing-here")
    written = (front_end / ".env").read_text(encoding="utf-8")
    assert "BETTER_AUTH_SECRET=the-shared-secret-of-both-halves-4711\n" in written
    assert "NEXT_PUBLIC_API_URL=http://localhost:8123\n" in written
    assert "4711" not in capsys.readouterr().out


def test_another_secret_over_there_is_told(front_end: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The file stays as it is; the operator learns why every request would be refused."""
    (front_end / ".env").write_text("BETTER_AUTH_SECRET=another\n", encoding="utf-8")
    develop.prepare_front_end(front_end, "http://localhost:3000", 8123)
    assert "another BETTER_AUTH_SECRET" in capsys.readouterr().out
    assert (front_end / ".env").read_text(encoding="utf-8") == "BETTER_AUTH_SECRET=another\n"
