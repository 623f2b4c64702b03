"""Mail is sent beside the request, so that how long it takes tells nobody whether an address is known.

One thread, which ends with the process after the mails it holds; a mail server that hangs holds up
other mails and no request. Beyond `MAX_WAITING` a mail is dropped and the operator told.
"""

from __future__ import annotations

import logging
from concurrent.futures import Future, ThreadPoolExecutor
from threading import BoundedSemaphore

from django.core.mail import send_mail

from authbridge.accounts.models import User
from authbridge.accounts.passwords import password_reset

logger = logging.getLogger("authbridge.mail")

MAX_WAITING = 100
_room = BoundedSemaphore(MAX_WAITING)
_sender = ThreadPoolExecutor(max_workers=1, thread_name_prefix="authbridge-mail")


def send_in_background(user: User, link: str) -> Future[None] | None:
    """Hand the mail with a reset link to the sender's thread; None when MAX_WAITING are waiting already."""
    if not _room.acquire(blocking=False):
        logger.error(
            "A mail was dropped, because %d are waiting: the mail server does not take them. Check EMAIL_URL.",
            MAX_WAITING,
        )
        return None
    return _sender.submit(_send, user, link)


def _send(user: User, link: str) -> None:
    try:
        subject, text = password_reset.render_mail(user, link)
        send_mail(subject, text, None, [user.email])
    except Exception as error:  # noqa: BLE001 - each mail backend has its own errors, and nobody waits for the answer
        # The error's text and stack may quote the mail; its kind is enough to know where to look.
        logger.error(
            "A mail could not be sent (%s), so its reader waits in vain. Check EMAIL_URL and the mail server.",
            type(error).__name__,
        )
    finally:
        _room.release()
