"""One person with very many tasks: what a page, the deepest page, a search and a full synchronisation cost."""

import json
import time
import urllib.error
import urllib.parse
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks import cores, people
from benchmarks.contenders import Contender, environment
from benchmarks.load import Call, run
from benchmarks.rounds import Plan
from benchmarks.rows import Size
from benchmarks.server import Server, send, serving

DEEP = 1000  # pages
TRIES = 15


@dataclass(frozen=True, slots=True)
class Sync:
    """A full synchronisation by deltas: how long, in how many pages, how many tasks."""

    seconds: float
    pages: int
    tasks: int


@dataclass(frozen=True, slots=True)
class Story:
    """Rates of the first and the deep page by round; milliseconds of single requests."""

    tasks: int
    depth: int
    first_page: list[float]
    deep_page: list[float]
    milliseconds: dict[str, float]
    sync: Sync | None


def measure(contender: Contender, hoard: Size, plan: Plan, scratch: Path) -> Story:
    """Start the service for this person alone and put the questions."""
    user = people.person(hoard.kind, 0)
    token = people.token(user)
    first = Call("GET", f"/api/{user}/tasks?limit=50", token)
    log = scratch / "hoarder.log"
    with serving(contender.command, environment(contender), first=first, core=cores.SERVER, log=log) as server:
        deep, depth = walk(server, first, min(DEEP, hoard.tasks // 50 - 1))
        pages = [(one_rate(server, first, plan), one_rate(server, deep, plan)) for _ in range(plan.rounds)]
        questions = questions_of(user, token)
        asked = {name: milliseconds(server, call) for name, call in questions.items()}
        sync = synchronise(server, user, token)
    return Story(
        tasks=hoard.tasks,
        depth=depth,
        first_page=[first for first, _ in pages],
        deep_page=[deep for _, deep in pages],
        milliseconds=asked,
        sync=sync,
    )


def questions_of(user: str, token: str) -> dict[str, Call]:
    base = f"/api/{user}"
    paths = {
        "first page": f"{base}/tasks?limit=50",
        "page 1,000 by offset": f"{base}/tasks?limit=50&offset=49950",
        "open tasks, by due date": f"{base}/tasks?completed=false&sort=due_date",
        "search, a word in every fourth task": f"{base}/tasks?q=minutes",
        "search, a word in one task": f"{base}/tasks?q=10077777",
        "one tag of two": f"{base}/tasks?tag=urgent",
        "tags with their counts": f"{base}/tags",
        "statistics": f"{base}/stats",
    }
    return {name: Call("GET", path, token) for name, path in paths.items()}


def walk(server: Server, first: Call, pages: int) -> tuple[Call, int]:
    """Follow `Link: rel=next` from the first page; the call for the page reached, and its number."""
    call = first
    for number in range(1, pages):
        following = link(send(server.base, call)[1].get("Link", ""), "next")
        if not following:
            return call, number
        call = Call("GET", following, first.token)
    return call, pages


def link(header: str, relation: str) -> str:
    """Path and query of the target with that relation in a Link header (RFC 8288), or empty."""
    for part in header.split(","):
        target, _, parameters = part.partition(";")
        if f'rel="{relation}"' in parameters:
            parts = urllib.parse.urlsplit(target.strip().strip("<>"))
            return f"{parts.path}?{parts.query}"
    return ""


def one_rate(server: Server, call: Call, plan: Plan) -> float:
    burst = run(server.base, [call], seconds=plan.seconds, connections=plan.connections, core=cores.LOAD)
    return burst.rate


def milliseconds(server: Server, call: Call) -> float:
    """Median of a few single requests, one after the other."""
    times = []
    for _ in range(TRIES):
        began = time.perf_counter()
        send(server.base, call)
        times.append((time.perf_counter() - began) * 1000)
    return median(times)


def synchronise(server: Server, user: str, token: str) -> Sync | None:
    """Fetch everything by deltas, as a new device does; None where the service has no deltas."""
    began, pages, received = time.perf_counter(), 0, 0
    query = ""
    while True:
        try:
            body = json.loads(send(server.base, Call("GET", f"/api/{user}/tasks/changes{query}", token))[2])
        except urllib.error.HTTPError as error:
            if error.code == 404:
                return None
            raise
        pages, received = pages + 1, received + len(body["items"])
        query = "?" + urllib.parse.urlencode({"since": body["next"]})
        if not body["has_more"]:
            return Sync(time.perf_counter() - began, pages, received)
