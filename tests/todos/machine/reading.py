"""Everything that may be asked of tasks."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.todos.machine import requests
from tests.todos.machine.beside import Beside
from tests.todos.model import reading
from tests.todos.model.task import Task, wire


class Reading(Beside):
    """The rules that read."""

    def __init__(self) -> None:
        super().__init__()
        self.polled: dict[tuple[int, str], tuple[str, str]] = {}
        self.since = ["", ""]
        self.copies: list[dict[int, Task]] = [{}, {}]

    @rule(who=requests.WHO, query=requests.QUERIES, limit=st.sampled_from([1, 2, 100]), offset=st.integers(0, 3))
    def read_list(self, who: int, query: dict[str, Any], limit: int, offset: int) -> None:
        """A page of what the query finds, its total and its ETag."""
        path = f"/api/tasks?{urlencode(query | {'limit': limit, 'offset': offset}, doseq=True)}"
        answer = self.ask(who, "GET", path)

        assert answer.status_code == 200, answer.content
        found = reading.matching(self.people[who], query, self.now)
        assert answer.json() == [wire(task) for task in found[offset : offset + limit]]
        assert answer.headers["X-Total-Count"] == str(len(found))
        self._poll(who, path, answer.headers["ETag"], relative="due" in query)

    def _poll(self, who: int, path: str, tag: str, *, relative: bool) -> None:
        """The ETag stands for the revision, unless the list looks at the clock; it makes a poll a 304."""
        before, state = self.polled.get((who, path)), str(self.people[who].revision)
        if before is not None and not relative:
            assert (before[0] == tag) == (before[1] == state)
        self.polled[who, path] = (tag, state)
        assert self.ask(who, "GET", path, headers={"If-None-Match": tag}).status_code == 304

    @rule(who=requests.WHO, chosen=requests.CHOSEN)
    def read_one(self, who: int, chosen: int) -> None:
        """One task, one's own, somebody else's or nobody's."""
        number = self.task_id(who, chosen)
        answer = self.ask(who, "GET", f"/api/tasks/{number}")

        self.same_task(answer, self.expect(answer, lambda: self.people[who].find(number)))

    @rule(who=requests.WHO, days=st.integers(1, 10))
    def read_overviews(self, who: int, days: int) -> None:
        """Tags and figures."""
        assert self.ask(who, "GET", "/api/tags").json() == reading.tags(self.people[who])
        figures = self.ask(who, "GET", f"/api/stats?days={days}").json()
        assert figures == reading.figures(self.people[who], self.now, days)

    @rule(who=requests.WHO, limit=st.integers(1, 4))
    def catch_up(self, who: int, limit: int) -> None:
        """A copy that is kept by deltas is the list."""
        more = True
        while more:
            since = f"&since={self.since[who]}" if self.since[who] else ""
            page = self.ask(who, "GET", f"/api/tasks/changes?limit={limit}{since}").json()
            self.copies[who].update({task["id"]: task for task in page["items"]})
            for gone in page["deleted"]:
                self.copies[who].pop(gone["id"], None)
            self.since[who], more = page["next"], page["has_more"]
        assert self.copies[who] == {task["id"]: wire(task) for task in self.people[who].live}
