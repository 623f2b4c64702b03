"""GET …/tasks/{id} answers with one task."""

from __future__ import annotations

from tests.conftest import Api

TASKS = "/api/alice/tasks"


def test_it_answers_with_the_task(alice: Api) -> None:
    created = alice.post(TASKS, {"title": "Buy milk"})

    response = alice.get(created.headers["Location"])

    assert response.status_code == 200
    assert response.content == created.content
    assert response.headers["ETag"].startswith('"v1-')


def test_an_unchanged_task_is_not_sent_again(alice: Api) -> None:
    path = alice.post(TASKS, {"title": "Buy milk"}).headers["Location"]

    tag = alice.get(path).headers["ETag"]
    same = alice.get(path, headers={"If-None-Match": tag})
    alice.patch(path, {"title": "Buy oat milk"})
    changed = alice.get(path, headers={"If-None-Match": tag})

    assert (same.status_code, same.content, same.headers["ETag"]) == (304, b"", tag)
    assert changed.status_code == 200
    assert changed.headers["ETag"].startswith('"v2-')


def test_the_short_form_of_the_path_is_the_same_task(alice: Api) -> None:
    task = alice.post(TASKS, {"title": "Buy milk"}).json()

    assert alice.get(f"/api/tasks/{task['id']}").json() == task


def test_a_missing_task_is_404(alice: Api) -> None:
    response = alice.get(f"{TASKS}/1")

    assert (response.status_code, response.json()["code"]) == (404, "not_found")


def test_anothers_task_is_404_as_if_it_were_not_there(alice: Api, bob: Api) -> None:
    task = alice.post(TASKS, {"title": "Mine"}).json()["id"]

    assert bob.get(f"/api/bob/tasks/{task}").status_code == 404
