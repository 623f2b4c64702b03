"""One person never has all threads of a lane: whatever they send, the others' requests go past it."""

from __future__ import annotations

import threading
from base64 import urlsafe_b64encode
from collections.abc import Callable

import pytest

from config.front.callers import caller
from config.front.lanes import Inline, Pool

pytestmark = pytest.mark.anywhere
SECONDS = 30
THREADS = 4
Run = Callable[[str, Callable[[], None]], None]


def _pool() -> Run:
    return Pool("test", THREADS).run


def _inline() -> Run:
    """As granian has it: one thread more than may run at once."""
    lane, free = Inline(THREADS), threading.Semaphore(THREADS + 1)

    def bring(who: str, job: Callable[[], None]) -> None:
        def one() -> None:
            with free:
                lane.run(who, job)

        threading.Thread(target=one, daemon=True).start()

    return bring


@pytest.mark.parametrize("make", [_pool, _inline])
def test_others_go_past_what_one_person_has_sent(make: Callable[[], Run]) -> None:
    """A hundred requests of one that do not end; then one of each of two others."""
    run, end, running, done = make(), threading.Event(), threading.Semaphore(0), threading.Semaphore(0)

    def endless() -> None:
        running.release()
        end.wait(SECONDS)
        done.release()

    for _ in range(100):
        run("greedy", endless)
    for _ in range(THREADS // 2):
        assert running.acquire(timeout=SECONDS)
    for who in ("bob", "carol"):
        answered = threading.Event()
        run(who, answered.set)
        assert answered.wait(SECONDS), who
    assert not running.acquire(blocking=False)  # no third of theirs
    end.set()
    for _ in range(100):
        assert done.acquire(timeout=SECONDS)  # and none is forgotten


@pytest.mark.parametrize("make", [_pool, _inline])
def test_who_waits_is_served_in_turn(make: Callable[[], Run]) -> None:
    """All threads are taken; who has one request waiting does not wait for the nineteen of another."""
    run, end, order, all_done = make(), threading.Event(), [], threading.Semaphore(0)
    running = threading.Semaphore(0)

    def hold() -> None:
        running.release()
        end.wait(SECONDS)

    for who in ("a", "a", "b", "b"):
        run(who, hold)
    for _ in range(THREADS):
        assert running.acquire(timeout=SECONDS)

    def note(who: str) -> Callable[[], None]:
        def job() -> None:
            order.append(who)
            all_done.release()

        return job

    for number in range(20):
        run("a" if number < 19 else "c", note("a" if number < 19 else "c"))
    end.set()
    for _ in range(20):
        assert all_done.acquire(timeout=SECONDS)
    assert sorted(order) == ["a"] * 19 + ["c"]
    assert order.index("c") < 10


def test_tokens_of_one_person_are_one_person() -> None:
    """By the subject, whatever else differs; without one by the credential, without that by the address."""

    def token(claims: bytes) -> str:
        return f"Bearer e30.{urlsafe_b64encode(claims).decode().rstrip('=')}.signature"

    one, two = ({"HTTP_AUTHORIZATION": token(b'{"sub":"alice","iat":%d}' % at)} for at in (1, 2))
    assert caller(one) == caller(two) != caller({"HTTP_AUTHORIZATION": token(b'{"sub":"bob"}')})
    assert caller({"HTTP_AUTHORIZATION": "Bearer \u00e9.\u00e9.x", "REMOTE_ADDR": "1"}) == "Bearer \u00e9.\u00e9.x"
    assert caller({"REMOTE_ADDR": "192.0.2.1"}) == "192.0.2.1"
