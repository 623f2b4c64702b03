"""What a fault finds: the service on a database of its own, under load, and the parts that may be killed."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.chaos.cluster import PATIENCE, Cluster
from tests.chaos.issuer import Issuer
from tests.chaos.redis_server import RedisServer
from tests.chaos.service import Supervised


@dataclass
class Scene:
    """What a fault may kill."""

    service: Supervised
    cluster: Cluster | None = None
    standby: Cluster | None = None
    redis: RedisServer | None = None
    issuer: Issuer | None = None


@contextmanager
def scene(database: str, variables: dict[str, str] | None = None, *, better_auth: bool = False) -> Iterator[Scene]:
    """The service on a database of its own, with everything that may be killed."""
    with ExitStack() as stack:
        issuer = stack.enter_context(Issuer()) if better_auth else None
        variables = (variables or {}) | (issuer.variables if issuer else {})
        if database == "sqlite":
            directory = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="chaos-")))
            service = stack.enter_context(Supervised(f"sqlite:///{directory / 'chaos.sqlite3'}", **variables))
            yield Scene(service, issuer=issuer)
            return
        primary = stack.enter_context(Cluster())
        standby = stack.enter_context(Cluster(standby_of=primary)) if database == "primary+standby" else None
        url = primary.url
        if standby is not None:
            _synchronous(primary)
            hosts = f"127.0.0.1:{primary.port},127.0.0.1:{standby.port}"
            url = f"postgresql://postgres@{hosts}/todo?target_session_attrs=read-write"
        redis = stack.enter_context(RedisServer())
        service = stack.enter_context(Supervised(url, CACHE_URL=redis.url, **variables))
        yield Scene(service, primary, standby, redis, issuer)


def _synchronous(primary: Cluster) -> None:
    """From now on a commit is acknowledged only when the standby has it."""
    with primary.admin() as admin:
        admin.execute("ALTER SYSTEM SET synchronous_standby_names = 'standby'")
        admin.execute("SELECT pg_reload_conf()")
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if admin.execute("SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'").fetchone():
                return
            time.sleep(0.1)
    raise RuntimeError("the standby never became synchronous")
