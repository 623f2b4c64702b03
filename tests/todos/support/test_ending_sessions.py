"""What the desk says of a session that it ended: only what is so, and what goes on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.messages import constants, get_messages
from django.test import Client

from authbridge.accounts.models import RefreshFamily, User
from authbridge.accounts.sessions import families

BetterAuth = Callable[[str, int], None]


@pytest.fixture
def ann(db: None) -> User:
    """A local account with two live sessions."""
    person = User.objects.create_user("ann@example.com", "correct-horse-battery-1")
    for _ in range(2):
        families.start(person, address="192.0.2.7", user_agent="curl")
    return person


@pytest.fixture
def asks(settings: Any) -> None:
    """The service asks the revocation list for Better Auth's tokens."""
    settings.AUTHBRIDGE = {**settings.AUTHBRIDGE, "REVOCATION": True}


def _end(browser: Client, user_id: str, session: str = "") -> tuple[int, str]:
    """The level and the text of what the desk says."""
    act = f"end:{session}" if session else "end_all"
    answer = browser.post(f"/admin/todos/person/{user_id}/act/", {"act": act, "reason": "T-1"})
    *_, told = get_messages(answer.wsgi_request)
    return told.level, str(told)


def test_of_a_local_account_every_session_ends(sam: Client, ann: User, better_auth: BetterAuth) -> None:
    assert _end(sam, ann.pk) == (constants.SUCCESS, "Every session has ended. Tokens issued until now are refused.")
    assert not RefreshFamily.objects.filter(ended_at=None).exists()


def test_of_a_local_account_without_a_session_too(sam: Client, ann: User) -> None:
    _end(sam, ann.pk)

    assert _end(sam, ann.pk)[1].startswith("Every session has ended. Tokens issued until now are refused.")


def test_what_lives_on_at_better_auth_is_said(sam: Client, asks: None, better_auth: BetterAuth) -> None:
    better_auth("walter", 2)

    level, said = _end(sam, "walter")

    assert level == constants.WARNING
    assert said.startswith("Not every session has ended. Tokens issued until now are refused. In Better Auth's own")
    assert "2 sessions live on" in said
    assert "revokeUserSessions" in said


def test_where_nothing_lives_on_everything_has_ended(sam: Client, asks: None, better_auth: BetterAuth) -> None:
    better_auth("walter", 0)

    assert _end(sam, "walter") == (constants.SUCCESS, "Every session has ended. Tokens issued until now are refused.")


def test_tables_out_of_reach_are_no_yes(sam: Client, asks: None) -> None:
    level, said = _end(sam, "walter")

    assert level == constants.WARNING
    assert "nobody can say from here" in said


def test_tokens_that_nobody_asks_about_have_not_ended(sam: Client, better_auth: BetterAuth) -> None:
    better_auth("walter", 1)

    level, said = _end(sam, "walter")

    assert level == constants.WARNING
    assert said.startswith("Not every session has ended. This service does not ask")
    assert "refused" not in said


def test_one_session_of_better_auths(sam: Client, asks: None, better_auth: BetterAuth) -> None:
    better_auth("walter", 2)

    level, said = _end(sam, "walter", "walter-1")

    assert level == constants.WARNING
    assert "1 session live" in said
    assert "to be sure, end all" in said


def test_a_session_of_somebody_else_is_not_ended_from_here(sam: Client, ann: User) -> None:
    session = RefreshFamily.objects.filter(user=ann).first()
    assert session is not None

    _end(sam, "walter", session.pk)

    session.refresh_from_db()
    assert session.ended_at is None


def test_without_the_revocation_list_the_desk_says_what_holds(sam: Client, ann: User, settings: Any) -> None:
    settings.CACHES = settings.CACHES | {
        "away": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
    }
    settings.AUTHBRIDGE = {**settings.AUTHBRIDGE, "REVOCATION_CACHE": "away"}

    level, said = _end(sam, ann.pk)

    assert level == constants.WARNING
    assert "The revocation list cannot be reached" in said
    assert not RefreshFamily.objects.filter(ended_at=None).exists()
