"""Sessions of local accounts. A session begins with a log-in and is one *family* of refresh tokens.

The public names are those of this package; its files are its own.

* `start_session(user, address=, user_agent=)` → `IssuedTokens`
* `end_session(session_id, reason, actor=)` → whether it was alive
* `end_all_sessions(user_id, reason, actor=)` → how many were alive
"""

from authbridge.accounts.sessions.end import end_all_sessions, end_session
from authbridge.accounts.sessions.refresh_tokens import IssuedTokens
from authbridge.accounts.sessions.start import start_session

__all__ = ["IssuedTokens", "end_all_sessions", "end_session", "start_session"]
