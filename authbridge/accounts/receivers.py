"""What follows from changes that are made elsewhere: by staff, in the admin, in a shell."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_save, pre_delete
from django.http import HttpRequest

from authbridge import audit
from authbridge.accounts.events import AccountEvent
from authbridge.accounts.models import EndReason, User
from authbridge.accounts.sessions import end_all_sessions
from authbridge.authentication import Unavailable


def connect() -> None:
    post_save.connect(_saved, sender=User, dispatch_uid="accounts")
    pre_delete.connect(_deleted, sender=User, dispatch_uid="accounts")
    user_logged_in.connect(_staff_logged_in, sender=User, dispatch_uid="accounts")


def _saved(sender: type[User], instance: User, created: bool, **kwargs: Any) -> None:
    """A closed account's sessions end with it, and a new password ends those that the old one began."""
    if created:
        return
    if not instance.is_active:
        _end_all(instance, EndReason.STAFF)
    elif getattr(instance, "_password", None) is not None:  # set by `set_password`, taken back after this
        _end_all(instance, EndReason.PASSWORD)


def _deleted(sender: type[User], instance: User, **kwargs: Any) -> None:
    """The rows go with the user; the access tokens that are out must be stopped before."""
    _end_all(instance, EndReason.STAFF)


def _end_all(user: User, reason: EndReason) -> None:
    # Without the revocation list the sessions end all the same; the operator has been told.
    with suppress(Unavailable):
        end_all_sessions(user.pk, reason)


def _staff_logged_in(sender: type[User], request: HttpRequest, user: User, **kwargs: Any) -> None:
    audit.record_event(AccountEvent.LOGGED_IN, request=request, user_id=user.pk, reason="admin")
