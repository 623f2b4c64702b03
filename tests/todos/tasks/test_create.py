"""POST …/tasks."""

from __future__ import annotations

from tests.conftest import Api


def test_it_works(alice: Api) -> None:
    response = alice.post("/api/alice/tasks", {"title": "Buy milk"})

    assert response.status_code == 201
    assert response.headers["Location"] == f"/api/alice/tasks/{response.json()['id']}"
    assert response.headers["ETag"].startswith('"v1-')
    assert response.json()["title"] == "Buy milk"


def test_it_refuses_another_users_path(alice: Api) -> None:
    assert alice.post("/api/bob/tasks", {"title": "Mine"}).status_code == 403


def test_it_requires_a_token(nobody: Api) -> None:
    response = nobody.post("/api/alice/tasks", {"title": "Mine"})

    assert response.status_code == 401
    assert response.json()["code"] == "not_authenticated"


def test_a_tag_is_found_by_every_spelling_that_means_the_same(alice: Api) -> None:
    """Also by the letters with separate accents that some keyboards and file systems make (Unicode NFD)."""
    alice.post("/api/alice/tasks", {"title": "x", "tags": ["A\u030arger"]})

    for tag in ("A\u030arger", "\u00c5rger", "\u00e5RGER", "a\u030arger"):
        assert len(alice.get("/api/alice/tasks", {"tag": tag}).json()) == 1, tag
