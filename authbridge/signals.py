"""What other apps may listen to. Receivers are called by `send_robust`: a failing one changes nothing.

token_rejected      sender: the authenticator's class; request, error (a `TokenError`)
ownership_denied    sender: the permission's class; request, principal, wanted (the id or model asked for)
rate_exceeded       sender: the throttle's class; request, ident
token_revoked       sender: None; kind ("sid", "jti" or "subject"), value, actor
account_event       sender: None; kind, user_id (or None), request (or None), detail (a word), actor (or ""), facts
                    (a mapping or None), from `authbridge.audit.record_event`
"""

from __future__ import annotations

from django.dispatch import Signal

token_rejected = Signal()
ownership_denied = Signal()
rate_exceeded = Signal()
token_revoked = Signal()
account_event = Signal()
