"""Reset links: good for an hour, and once.

A link carries Django's signature (`django.core.signing`) over the user's id and a digest of what the
reset will change. Nothing is stored, so nothing can leak from a table; the moment the password or the
address changes, every link that was out is void.
"""

from __future__ import annotations

import logging

from django.core import signing
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from authbridge import conf
from authbridge.accounts.models import User
from authbridge.conf.origins import origin_of

logger = logging.getLogger("authbridge.mail")

_SALT = "authbridge.accounts.reset"


def make_token(user: User) -> str:
    """A token with which whoever holds it may set this user's password, for PASSWORD_RESET_LIFETIME."""
    return signing.dumps([user.pk, _state(user)], salt=_SALT)


def find_holder(token: str) -> User | None:
    """The active user whose password the token may set; None for one that is forged, old or used."""
    try:
        user_id, state = signing.loads(token, salt=_SALT, max_age=int(conf.keys().PASSWORD_RESET_LIFETIME))
    except signing.BadSignature:
        return None
    user = User.objects.filter(pk=user_id, is_active=True).first()
    return user if user is not None and constant_time_compare(_state(user), state) else None


def make_link(token: str) -> str | None:
    """Where the mail sends its reader: the page that PASSWORD_RESET_URL names, or our own at SERVICE_URL.

    Never what the request says of itself: whoever asks for a link would choose where it leads. None, and
    a line for the operator, where neither is set.
    """
    page = conf.keys().PASSWORD_RESET_URL
    if not page:
        origin = origin_of(conf.keys().SERVICE_URL)
        if not origin:
            logger.error(
                "A reset link was asked for and not sent, because nothing says where it should lead. "
                "Set AUTHBRIDGE_SERVICE_URL to where people reach this service, such as https://api.example.com."
            )
            return None
        page = origin + reverse("accounts:password-reset-page")
    # After the #, the token reaches neither a server's log nor a Referer header; none of its characters
    # (letters, digits, - _ :) needs escaping there.
    return f"{page}#token={token}"


def render_mail(user: User, link: str) -> tuple[str, str]:
    """Subject and text of the mail. Projects change both by a template of the same name."""
    minutes = int(conf.keys().PASSWORD_RESET_LIFETIME // 60)
    subject, _, text = render_to_string(
        "accounts/password_reset.txt", {"user": user, "link": link, "minutes": minutes}
    ).partition("\n")
    return subject, text.strip() + "\n"


def _state(user: User) -> str:
    return salted_hmac(_SALT, f"{user.password} {user.email}", algorithm="sha256").hexdigest()
