"""A kept connection is looked at before a request uses it, without asking the server anything.

A server that restarts, fails over or ends a backend closes the socket. An idle PostgreSQL connection
has nothing to read, so a readable socket means a farewell or an end (PostgreSQL manual, 55.2.8). That
costs one `poll` where Django's own health check costs a round trip.
"""

from __future__ import annotations

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """With `CONN_HEALTH_CHECKS`, Django calls `is_usable` before the first statement of a request."""

    def is_usable(self) -> bool:
        """Whether nothing has come in on the idle socket, and no error has closed it."""
        if self.connection is None or self.connection.closed:
            return False
        if self.errors_occurred:
            return bool(super().is_usable())
        poll = select.poll()
        poll.register(self.connection.fileno(), select.POLLIN | select.POLLHUP | select.POLLERR)
        return not poll.poll(0)
