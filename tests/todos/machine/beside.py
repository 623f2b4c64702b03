"""The service and the model beside each other: asking the one, doing it to the other, comparing."""

from __future__ import annotations

import copy
import itertools
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, NamedTuple

import time_machine
from hypothesis.stateful import RuleBasedStateMachine, invariant

from tests.conftest import Api
from tests.todos.machine import requests
from tests.todos.model.person import Person
from tests.todos.model.refusals import Refused
from tests.todos.model.task import Task, wire
from todos.models import Owner, TaskEvent

QUOTA = 7
_runs = itertools.count()


class Kept(NamedTuple):
    """A request with an Idempotency-Key and its answer."""

    who: int
    at: datetime
    method: str
    path: str
    body: Any
    headers: dict[str, str]
    answer: Any


class Beside(RuleBasedStateMachine):
    """Two people with nothing yet, known by their numbers, on a clock of the machine's own."""

    def __init__(self) -> None:
        super().__init__()
        run = next(_runs)
        self.names = [f"alice.{run}", f"bob.{run}"]
        self.apis = [Api(name) for name in self.names]
        self.people = [Person(name, QUOTA) for name in self.names]
        self.now = datetime(2026, 2, 27, 22, 30, 0, 123456, UTC)
        self.highest = 0
        self.sent: list[Kept] = []
        self.kept: list[Kept] = []

    def ask(
        self, who: int, method: str, path: str, body: Any = requests.NO_BODY, headers: Any = None, *, key: bool = False
    ) -> Any:
        """Send it now; with `key` under an Idempotency-Key of its own."""
        given = {**(headers or {}), **({"Idempotency-Key": f"key-{len(self.sent)}"} if key else {})}
        data = "" if body is requests.NO_BODY else json.dumps(body)
        with time_machine.travel(self.now, tick=False):
            answer = self.apis[who].generic(method, path, data, headers=given)
        if key:
            self.sent.append(Kept(who, self.now, method, path, body, given, answer))
        return answer

    def expect(self, answer: Any, do: Callable[[], Any], status: int = 200) -> Any:
        """Hold the answer to what the model does; returns what that returned, None where it refused."""
        before = copy.deepcopy(self.people)
        try:
            result = do()
        except Refused as refused:
            self.people = before  # all or nothing
            same_refusal(answer, refused)
            return None
        assert answer.status_code == status, answer.content
        if self.sent and self.sent[-1].answer is answer:
            self.kept.append(self.sent[-1])
        return result

    def same_task(self, answer: Any, task: Task | None) -> None:
        """The answer is the task, if the model did not refuse, and its ETag the version."""
        if task is not None:
            shown = answer.json()
            self.meet(task, shown["id"])
            self.meet(task["heir"], shown["next_task_id"])
            assert shown == wire(task)
            assert answer.headers["ETag"].startswith(f'"v{task["version"]}-')

    def meet(self, task: Task | None, number: int | None) -> None:
        """The id of a task that is new: higher than any before this step."""
        if task is not None and number is not None and task["id"] is None:
            assert number > self.highest
            task["id"] = number

    def task_id(self, who: int, chosen: int) -> int:
        """An id to try: mostly one's own, sometimes somebody else's or nobody's."""
        own = [task["id"] for task in self.people[who].tasks]
        pool = [*own, *own, *own, *(task["id"] for task in self.people[1 - who].tasks), 10**9]
        return int(pool[chosen % len(pool)])

    def versions(self, who: int, task_id: int, match: str) -> tuple[dict[str, str], set[int] | None]:
        """The header that an If-Match of that kind is, and the versions it allows."""
        version = next((task["version"] for task in self.people[who].tasks if task["id"] == task_id), 1)
        return requests.if_match(match, version)

    @invariant()
    def everything_agrees(self) -> None:
        """Every task of both people, in the trash as well, and what is counted of them."""
        for who, person in enumerate(self.people):
            path = requests.tasks(self.names[who])
            live = self.ask(who, "GET", f"{path}?sort=position&limit=100").json()
            trash = self.ask(who, "GET", f"{path}?sort=id&deleted=true&limit=100").json()
            person.settle({task["id"]: task for task in [*live, *trash]})
            self.highest = max([self.highest, *(task["id"] for task in person.tasks)])
            assert live == [wire(task) for task in sorted(person.live, key=lambda task: task["position"])]
            assert trash == [wire(task) for task in sorted(person.trash, key=lambda task: task["id"])]
            for member in ("id", "position"):
                assert len({task[member] for task in person.live}) == len(person.live)
            counts_agree(person)


def counts_agree(person: Person) -> None:
    """Revision, counts and history, to the last unit."""
    row = Owner.objects.filter(user_id=person.user_id).first() or Owner()
    done = sum(task["completed"] for task in person.live)
    expected = (person.revision, len(person.live), done, len(person.trash))
    assert (row.revision, row.total, row.completed, row.trashed) == expected
    assert TaskEvent.objects.filter(user_id=person.user_id).count() == person.events


def same_refusal(answer: Any, refused: Refused) -> None:
    """The answer says no as the model does, and names the same faults."""
    assert answer.status_code == refused.status, (answer.content, refused)
    problem = answer.json()
    assert problem["code"] == refused.code
    assert {
        (entry.get("pointer") or entry.get("parameter"), entry["code"]) for entry in problem["errors"]
    } == refused.faults
    assert problem.get("current_version") == refused.current_version
