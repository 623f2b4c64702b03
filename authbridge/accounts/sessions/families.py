"""The names of `authbridge.accounts.sessions` until this release."""

from authbridge.accounts.sessions.end import end_all_sessions as end_all
from authbridge.accounts.sessions.end import end_session as end
from authbridge.accounts.sessions.start import start_session as start

__all__ = ["end", "end_all", "start"]
