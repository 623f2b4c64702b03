"""Reset links: good for an hour, and once.

A link carries Django's signature (`django.core.signing`) over the user's id and a digest of what the
reset will change. Nothing is stored, so nothing can leak from a table; the moment the password or the
address changes, every link that was out is void.
"""

from __future__ import annotations

from django.core import signing
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from authbridge import conf
from authbridge.accounts.models import User

_SALT = "authbridge.accounts.reset"


def make_token(user: User) -> str:
    """A token with which whoever holds it may set this user's password, for PASSWORD_RESET_LIFETIME."""
    return signing.dumps([user.pk, _state(user)], salt=_SALT)


def holder(token: str) -> User | None:
    """The active user whose password the token may set; None for one that is forged, old or used."""
    try:
        user_id, state = signing.loads(token, salt=_SALT, max_age=int(conf.keys().PASSWORD_RESET_LIFETIME))
    except signing.BadSignature:
        return None
    user = User.objects.filter(pk=user_id, is_active=True).first()
    return user if user is not None and constant_time_compare(_state(user), state) else None


def link(request: HttpRequest, token: str) -> str:
    """Where the mail sends its reader: the page that PASSWORD_RESET_URL names, or our own."""
    page = conf.keys().PASSWORD_RESET_URL or request.build_absolute_uri(reverse("accounts:password-reset-page"))
    # After the #, the token reaches neither a server's log nor a Referer header; none of its characters
    # (letters, digits, - _ :) needs escaping there.
    return f"{page}#token={token}"


def mail(user: User, link: str) -> tuple[str, str]:
    """Subject and text of the mail. Projects change both by a template of the same name."""
    minutes = int(conf.keys().PASSWORD_RESET_LIFETIME // 60)
    subject, _, text = render_to_string(
        "accounts/password_reset.txt", {"user": user, "link": link, "minutes": minutes}
    ).partition("\n")
    return subject, text.strip() + "\n"


def _state(user: User) -> str:
    return salted_hmac(_SALT, f"{user.password} {user.email}", algorithm="sha256").hexdigest()
