"""The faults: each kills a real part under load, and brings it back where nobody else would."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass

from tests.chaos.load import Writer
from tests.chaos.scene import Scene, scene

WRITERS = 4
BEFORE, BETWEEN = 2.0, 8.0  # seconds of load before the first kill, and after each (workers need 5.5 s between deaths)


@dataclass(frozen=True)
class Outcome:
    """One line of the table."""

    fault: str
    database: str
    kills: int
    acknowledged: int
    lost: list[str]
    unexpected: dict[object, int]
    unavailable: int
    recovery: float
    """Seconds from a kill to the first success behind the last failure that followed it; the longest."""
    verified: str
    """What todos_verify said, if it found something."""
    log: str
    """The end of the service's log."""
    away: float = 0.0
    """Seconds of the recovery in which the killed part itself was not back yet (nobody can serve then)."""


def kill_worker(scene: Scene) -> None:
    """One worker; granian replaces it."""
    scene.service.kill_worker()


def kill_server(scene: Scene) -> None:
    """The whole service; its supervisor starts it again."""
    scene.service.kill()


def kill_backends(scene: Scene) -> None:
    """Every PostgreSQL backend of the service, by kill -9: PostgreSQL restarts itself to be safe."""
    assert scene.cluster is not None
    with scene.cluster.admin("postgres") as admin:
        rows = admin.execute("SELECT pid FROM pg_stat_activity WHERE datname = 'todo' LIMIT 1").fetchall()
    subprocess.run(["kill", "-9", *(str(pid) for (pid,) in rows)], check=False)


def end_backends(scene: Scene) -> None:
    """Every backend of the service, politely: as an administrator or a proxy would."""
    assert scene.cluster is not None
    with scene.cluster.admin("postgres") as admin:
        admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'todo'")


def kill_database(scene: Scene) -> None:
    """The whole database server; started again after a second."""
    assert scene.cluster is not None
    scene.cluster.kill()
    time.sleep(1)
    scene.cluster.start()


def kill_redis(scene: Scene) -> None:
    """The cache; started again after a second."""
    assert scene.redis is not None
    scene.redis.kill()
    time.sleep(1)
    scene.redis.start()


def kill_better_auth(scene: Scene) -> None:
    """The front end's Better Auth server; started again after a second. Nobody should notice."""
    assert scene.issuer is not None
    scene.issuer.kill()
    time.sleep(1)
    scene.issuer.start()


def fail_over(scene: Scene) -> None:
    """The primary, for good; the standby is promoted, and the service finds it by its multi-host URL."""
    assert scene.cluster is not None
    assert scene.standby is not None
    scene.cluster.kill()
    scene.standby.promote()


Fault = Callable[[Scene], None]
FAULTS: dict[str, tuple[Fault, tuple[str, ...]]] = {
    "worker": (kill_worker, ("sqlite", "postgresql")),
    "server": (kill_server, ("sqlite", "postgresql")),
    "backend": (kill_backends, ("postgresql",)),
    "connections": (end_backends, ("postgresql",)),
    "database": (kill_database, ("postgresql",)),
    "redis": (kill_redis, ("postgresql",)),
    "better-auth": (kill_better_auth, ("sqlite", "postgresql")),
    "failover": (fail_over, ("primary+standby",)),
}


def run(name: str, database: str, kills: int) -> Outcome:
    """Load, kill `kills` times, and count."""
    fault, _ = FAULTS[name]
    # Every request asks Redis twice: is the token revoked, is the person too fast.
    asked = {"AUTHBRIDGE_REVOCATION": "1", "THROTTLE_RATE": "100000/min"} if name == "redis" else None
    with scene(database, asked, better_auth=name == "better-auth") as parts:
        tokens = parts.issuer.tokens(WRITERS) if parts.issuer else [""] * WRITERS
        writers = [Writer(parts.service.url, f"person{number}", token=token) for number, token in enumerate(tokens)]
        for writer in writers:
            writer.start()
        time.sleep(BEFORE)
        moments, away = [], 0.0
        for _ in range(kills):
            moments.append(time.monotonic())
            fault(parts)
            away = max(away, time.monotonic() - moments[-1])
            time.sleep(BETWEEN)
        for writer in writers:
            writer.stop()
        parts.service.wait()
        verified = parts.service.manage("todos_verify", "--verbosity=0")
        return Outcome(
            name,
            database,
            kills,
            sum(len(writer.acknowledged) for writer in writers),
            [line for writer in writers for line in writer.lost()],
            _unexpected(writers),
            sum(writer.answers[503] for writer in writers),
            _recovery(writers, moments),
            "" if verified.returncode == 0 else verified.stdout + verified.stderr,
            parts.service.log()[-4000:],
            away,
        )


def _unexpected(writers: list[Writer]) -> dict[object, int]:
    """Answers that the contract does not allow: any 5xx but 503, any refusal of a good request."""
    allowed = {200, 201, 503, "no answer", 409}  # 409: the first try under this key is still in flight
    return {answer: number for writer in writers for answer, number in writer.answers.items() if answer not in allowed}


def _recovery(writers: list[Writer], moments: list[float]) -> float:
    longest = 0.0
    for moment, following in zip(moments, [*moments[1:], float("inf")], strict=True):
        for writer in writers:
            window = [(at, answer) for at, answer in writer.times if moment < at < following]
            bad = [at for at, answer in window if answer not in (200, 201)]
            good = [at for at, answer in window if answer in (200, 201) and at > (bad[-1] if bad else moment)]
            longest = max(longest, good[0] - moment if good else float("inf"))
    return longest
