"""The readers of the environment: one type each, and a paragraph for the operator where the value is of another."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import env

pytestmark = pytest.mark.anywhere
NAME = "A_VARIABLE_OF_THE_TEST"


@pytest.mark.parametrize(
    ("read", "value", "expected"),
    [
        (lambda: env.text(NAME), " as it stands ", " as it stands "),
        (lambda: env.flag(NAME, default=False), "Yes", True),
        (lambda: env.flag(NAME, default=True), "", False),
        (lambda: env.number(NAME, 7), "", 7),
        (lambda: env.number(NAME, 7, least=-5), "-3", -3),
        (lambda: env.words(NAME), "a, b,,c ", ["a", "b", "c"]),
        (lambda: env.words(NAME, ("x",)), " ", ["x"]),
        (lambda: env.words(NAME, ("x",)), ",", []),
        (lambda: env.url(NAME, "http://x", schemes=("http",)), "", "http://x"),
        (
            lambda: env.origin(NAME, "http://x"),
            "https://me:pw@App.Example.com:8443/path",
            "https://app.example.com:8443",
        ),
        (lambda: env.origin(NAME, "http://x"), "https://app.example:443", "https://app.example"),
        (lambda: env.origin(NAME, "http://x"), "http://App.example:80/", "http://app.example"),
        (lambda: env.origin(NAME, "http://x"), "https://[::1]:8443", "https://[::1]:8443"),
        (lambda: env.origins(NAME, "http://x"), "", ["http://x"]),
        (lambda: env.origins(NAME, "http://x"), "https://a:443, https://B/", ["https://a", "https://b"]),
        (lambda: env.as_kind(NAME, "number"), "1.5", 1.5),
        (lambda: env.as_kind(NAME, "secrets"), "a,b", ("a", "b")),
    ],
)
def test_a_value_is_read_as_its_type(
    monkeypatch: pytest.MonkeyPatch, read: Callable[[], Any], value: str, expected: Any
) -> None:
    """Text, flags, numbers, lists, URLs, origins."""
    monkeypatch.setenv(NAME, value)
    assert read() == expected


@pytest.mark.parametrize(
    ("read", "value", "says"),
    [
        (lambda: env.flag(NAME, default=False), "maybe", "neither on nor off"),
        (lambda: env.number(NAME, 7), "5_0", "not a whole number"),
        (lambda: env.number(NAME, 7), "٣", "not a whole number"),
        (lambda: env.number(NAME, 7, most=9), "10", "out of range"),
        (lambda: env.url(NAME, "", schemes=("redis", "rediss")), "http://x", "redis://, rediss://"),
        (lambda: env.origin(NAME, "http://x"), "http://", "names no host"),
        (lambda: env.origin(NAME, "http://x"), "https://a:port", "names no host"),
        (lambda: env.origins(NAME, "http://x"), "https://a,app.example", "app.example"),
        (lambda: env.decimal(NAME), "1,5", "not a number"),
    ],
)
def test_another_value_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, read: Callable[[], Any], value: str, says: str
) -> None:
    """The variable is named; its value, which may be a secret in the wrong place, is not repeated."""
    monkeypatch.setenv(NAME, value)
    with pytest.raises(ImproperlyConfigured, match=NAME) as refused:
        read()
    assert says in str(refused.value)


def test_a_variable_can_come_from_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """`NAME_FILE`; one trailing newline is not part of it."""
    (tmp_path / "secret").write_text("s3cret \n", encoding="utf-8")
    monkeypatch.setenv(f"{NAME}_FILE", str(tmp_path / "secret"))
    assert env.secret(NAME) == "s3cret "
    assert env.is_set(NAME)


@pytest.mark.parametrize(("content", "says"), [(None, "No such file"), (b"\xff", "not UTF-8")])
def test_a_file_that_cannot_be_read_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: bytes | None, says: str
) -> None:
    """A missing file, and one that is no text."""
    if content is not None:
        (tmp_path / "secret").write_bytes(content)
    monkeypatch.setenv(f"{NAME}_FILE", str(tmp_path / "secret"))
    with pytest.raises(ImproperlyConfigured, match=says):
        env.text(NAME)


def test_a_variable_given_twice_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """`NAME` beside `NAME_FILE`: nobody could say which one is live."""
    monkeypatch.setenv(NAME, "a")
    monkeypatch.setenv(f"{NAME}_FILE", "b")
    with pytest.raises(ImproperlyConfigured, match="Both"):
        env.text(NAME)


def test_what_is_set_wins_over_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """`.env` lies under the environment; a `NAME_FILE` that is set keeps `NAME` of the file out."""
    (tmp_path / ".env").write_text(f"{NAME}=file\n{NAME}_B=file\n{NAME}_C=file\n", encoding="utf-8")
    monkeypatch.setenv(NAME, "shell")
    monkeypatch.setenv(f"{NAME}_B_FILE", "somewhere")
    monkeypatch.setenv(f"{NAME}_C", "")
    monkeypatch.delenv(f"{NAME}_C")
    env.load(tmp_path / ".env")
    assert (env.text(NAME), env.text(f"{NAME}_C"), env.is_set(f"{NAME}_B")) == ("shell", "file", True)
    assert env.unknown("A_VARIABLE_OF_", {"THE_TEST", "THE_TEST_B"}) == ["THE_TEST_C"]
