"""The process that answers Prometheus on METRICS_PORT: the workers' files added up, and the database asked."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

from django.db import DatabaseError, connection
from prometheus_client import CollectorRegistry, make_wsgi_app, multiprocess
from prometheus_client.core import GaugeMetricFamily

_CONNECTIONS = """
SELECT coalesce(state, 'other'), count(*) FROM pg_stat_activity WHERE datname = current_database() GROUP BY 1
"""
# On the primary: the standby furthest behind. On a standby: the age of the newest change it has.
_LAG = """
SELECT CASE WHEN pg_is_in_recovery()
  THEN coalesce(extract(epoch FROM now() - pg_last_xact_replay_timestamp()), 0)
  ELSE (SELECT coalesce(max(extract(epoch FROM replay_lag)), 0) FROM pg_stat_replication) END
"""


class DatabaseCollector:
    """Asks the database once per scrape, on a connection that lives no longer than the scrape."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """The gauges: is it there, its connections by state, how far replication is behind."""
        try:
            connections, lag = self._ask()
        except DatabaseError:
            yield GaugeMetricFamily("database_up", "Whether the database answered.", value=0)
            return
        finally:
            connection.close()
        yield GaugeMetricFamily("database_up", "Whether the database answered.", value=1)
        by_state = GaugeMetricFamily("database_connections", "Connections by state.", labels=["state"])
        for state, count in connections:
            by_state.add_metric([state], count)
        yield by_state
        yield GaugeMetricFamily("database_revision_lag_seconds", "How far the furthest standby is behind.", value=lag)

    def _ask(self) -> tuple[list[tuple[str, int]], float]:
        with connection.cursor() as cursor:
            if connection.vendor != "postgresql":
                cursor.execute("SELECT 1")
                return [("active", 1)], 0.0
            cursor.execute(_CONNECTIONS)
            connections = cursor.fetchall()
            cursor.execute(_LAG)
            return connections, float(cursor.fetchone()[0])


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """A scrape is no news."""


def serve(host: str, port: int, parent: int) -> None:
    """Answer `GET /metrics` until the process `parent` is gone."""
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # prometheus_client has it so
    registry.register(DatabaseCollector())
    threading.Thread(target=_end_with, args=[parent], daemon=True).start()
    with make_server(host, port, make_wsgi_app(registry), handler_class=_Quiet) as server:
        server.serve_forever()


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(0)
