"""Everything that may be done to tasks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from tests.todos.machine import bulk, requests
from tests.todos.machine.beside import QUOTA, Beside
from tests.todos.model import content
from tests.todos.model.refusals import Refused
from tests.todos.model.task import Task


class Writing(Beside):
    """The rules that write."""

    @initialize(bodies=st.lists(requests.NEW_TASKS, min_size=4, max_size=QUOTA))
    def begin(self, bodies: list[dict[str, Any]]) -> None:
        """A list that has something in it: there is more to do than creating."""
        for body in bodies:
            self.create(0, own=True, body=body, key=False)

    @rule(who=requests.WHO, own=st.booleans(), body=requests.CREATIONS, key=st.booleans())
    def create(self, who: int, own: bool, body: Any, key: bool) -> None:
        """By the path that names the person, or by their own short one."""
        path = requests.tasks(self.names[who], own=own)
        answer = self.ask(who, "POST", path, body, key=key)

        task = self.expect(answer, lambda: self.people[who].create(content.read(body, replace=True), self.now), 201)
        self.same_task(answer, task)
        assert task is None or answer.headers["Location"] == f"{path}/{task['id']}"

    @rule(who=requests.WHO, chosen=requests.CHOSEN, body=requests.BODIES, match=requests.MATCHES, replace=st.booleans())
    def change(self, who: int, chosen: int, body: Any, match: str, replace: bool) -> None:
        """PUT or PATCH."""
        number = self.task_id(who, chosen)
        headers, versions = self.versions(who, number, match)
        answer = self.ask(who, "PUT" if replace else "PATCH", f"/api/tasks/{number}", body, headers)

        def do() -> Task:
            return self.people[who].update(number, content.read(body, replace=replace), versions, self.now)

        self.same_task(answer, self.expect(answer, do))

    @rule(
        who=requests.WHO, chosen=requests.CHOSEN, body=requests.COMPLETIONS, match=requests.MATCHES, key=st.booleans()
    )
    def complete(self, who: int, chosen: int, body: Any, match: str, key: bool) -> None:
        """Set, or turned over; only the latter takes a key."""
        number = self.task_id(who, chosen)
        headers, versions = self.versions(who, number, match)
        path = f"{requests.tasks(self.names[who])}/{number}/complete"
        answer = self.ask(who, "PATCH", path, body, headers, key=key and body is requests.NO_BODY)

        def do() -> Task:
            return self.people[who].complete(number, requests.completion(body), versions, self.now)

        self.same_task(answer, self.expect(answer, do))

    @rule(who=requests.WHO, chosen=requests.CHOSEN, match=requests.MATCHES)
    def delete(self, who: int, chosen: int, match: str) -> None:
        """Into the trash."""
        number = self.task_id(who, chosen)
        headers, versions = self.versions(who, number, match)
        answer = self.ask(who, "DELETE", f"/api/tasks/{number}", headers=headers)

        self.expect(answer, lambda: self.people[who].delete(number, versions, self.now), 204)

    @rule(who=requests.WHO, chosen=requests.CHOSEN, match=requests.MATCHES, key=st.booleans())
    def restore(self, who: int, chosen: int, match: str, key: bool) -> None:
        """Out of the trash: mostly one that is there."""
        trashed = [task["id"] for task in self.people[who].trash]
        number = trashed[chosen % len(trashed)] if trashed and chosen % 4 else self.task_id(who, chosen)
        headers, versions = self.versions(who, number, match)
        answer = self.ask(who, "POST", f"/api/tasks/{number}/restore", headers=headers, key=key)

        self.same_task(answer, self.expect(answer, lambda: self.people[who].restore(number, versions, self.now)))

    @rule(
        who=requests.WHO, chosen=requests.CHOSEN, other=requests.CHOSEN, where=requests.PLACES, match=requests.MATCHES,
        key=st.booleans(),
    )  # fmt: skip
    def move(self, who: int, chosen: int, other: int, where: str, match: str, key: bool) -> None:
        """Beside another, or to an end."""
        number = self.task_id(who, chosen)
        beside = self.task_id(who, other) if where in ("before", "after") else 0
        headers, versions = self.versions(who, number, match)
        body = {where: beside} if beside else {"to": where}
        answer = self.ask(who, "POST", f"/api/tasks/{number}/move", body, headers, key=key)

        def do() -> Task:
            return self.people[who].move(number, where, beside, versions, self.now)

        self.same_task(answer, self.expect(answer, do))

    @rule(who=requests.WHO, drawn=requests.OPERATIONS, key=st.booleans())
    def bulk(self, who: int, drawn: list[dict[str, Any]], key: bool) -> None:
        """Several at once: all, or none."""
        given = [op | {"id": self.task_id(who, op["id"])} if "id" in op else op for op in drawn]
        path = f"{requests.tasks(self.names[who])}/bulk"
        answer = self.ask(who, "POST", path, {"operations": given}, key=key)

        expected = self.expect(answer, lambda: bulk.perform(self.people[who], given, self.now))
        if expected is None:
            return
        results = answer.json()["results"]
        for (task, _), result in zip(expected, results, strict=True):
            if task is not None and "task" in result:
                self.meet(task, result["task"]["id"])
                self.meet(task["heir"], result["task"]["next_task_id"])
        assert results == [shown for _, shown in expected]

    @rule(chosen=requests.CHOSEN, body=requests.NEW_TASKS)
    def repeat(self, chosen: int, body: Any) -> None:
        """A key again: with the same body the same answer, with another one a refusal; nothing happens."""
        recent = [kept for kept in self.kept if self.now - kept.at <= timedelta(hours=24)]
        if not recent:
            return
        kept = recent[chosen % len(recent)]
        again = self.ask(kept.who, kept.method, kept.path, kept.body, kept.headers)
        assert (again.status_code, again.content) == (kept.answer.status_code, kept.answer.content)
        assert again.headers["Idempotent-Replayed"] == "true"
        for name in ("ETag", "Location"):
            assert again.headers.get(name) == kept.answer.headers.get(name)
        if kept.path.endswith("/tasks") and body != kept.body:
            other = self.ask(kept.who, kept.method, kept.path, body, kept.headers)
            assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")

    @rule(who=requests.WHO, method=st.sampled_from(["GET", "PUT", "PATCH", "DELETE"]), chosen=requests.CHOSEN)
    def trespass(self, who: int, method: str, chosen: int) -> None:
        """On another person's path nothing is there and nothing happens."""
        number = self.task_id(1 - who, chosen)
        answer = self.ask(who, method, f"{requests.tasks(self.names[1 - who])}/{number}", {"title": "mine"})

        self.expect(answer, _forbidden)

    @rule(seconds=st.sampled_from([0.001, 1, 59, 3600, 5400, 86_400, 200_000]))
    def time_passes(self, seconds: float) -> None:
        """Within a second, over an hour, into another day."""
        self.now += timedelta(seconds=seconds)


def _forbidden() -> None:
    raise Refused(403, "forbidden")
