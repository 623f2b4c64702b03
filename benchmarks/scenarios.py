"""What is asked of every contender, as lists of calls that wrk sends in turn."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

from benchmarks import people
from benchmarks.contenders import Contender
from benchmarks.load import Call
from benchmarks.rows import Size
from benchmarks.server import Server, send

ACTIVE = 100  # people whose requests alternate in a burst
PAGE = 50


@dataclass(frozen=True, slots=True)
class Scenario:
    """`calls` makes the requests; a conditional one sends the ETag that the server has just given for each."""

    key: str
    title: str
    calls: Callable[[Size], list[Call]]
    conditional: bool = False

    def fits(self, contender: Contender) -> bool:
        return contender.polls or not self.conditional

    def calls_to(self, server: Server, size: Size) -> list[Call]:
        calls = self.calls(size)
        if self.conditional:
            return [replace(call, etag=send(server.base, call)[1]["ETag"]) for call in calls]
        return calls


@cache
def bearer(user_id: str) -> str:
    return people.token(user_id)


def active(size: Size) -> list[int]:
    """Numbers of the people that take part, spread over all of them."""
    count = min(ACTIVE, size.people)
    return [index * size.people // count for index in range(count)]


def list_of_50(size: Size) -> list[Call]:
    users = [people.person(size.kind, number) for number in active(size)]
    return [Call("GET", f"/api/{user}/tasks?limit={PAGE}", bearer(user)) for user in users]


def one_task(size: Size) -> list[Call]:
    return [
        Call("GET", f"/api/{user}/tasks/{size.task_of(number)}", bearer(user))
        for number in active(size)
        for user in [people.person(size.kind, number)]
    ]


def create(size: Size) -> list[Call]:
    body = json.dumps({"title": "Write the report", "description": "Two pages, with the figures of last month."})
    users = [people.person("creator", number) for number in range(ACTIVE)]
    return [Call("POST", f"/api/{user}/tasks", bearer(user), body) for user in users]


def toggle(size: Size) -> list[Call]:
    return [
        Call("PATCH", f"/api/{user}/tasks/{size.task_of(number)}/complete", bearer(user))
        for number in active(size)
        for user in [people.person(size.kind, number)]
    ]


SCENARIOS = (
    Scenario("list50", "list of 50", list_of_50),
    Scenario("one", "one task", one_task),
    Scenario("create", "create", create),
    Scenario("toggle", "toggle", toggle),
    Scenario("poll304", "unchanged poll (304)", list_of_50, conditional=True),
)
