"""From a `Principal` to a user of your own, where a project has some.

`AUTHBRIDGE["USER_RESOLVER"]` is the dotted path of a function `(principal, claims) -> user or None`. With it
`request.user` is that user, `request.principal` goes on being the `Principal`; None, and a user who is not
active, are refused: 403. Without it `request.user` is the `Principal` and no query is made.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from authbridge import conf
from authbridge.errors import Reason, UserUnknown
from authbridge.principal import LOCAL, Principal
from authbridge.tokens.verifier import Verified


def resolve_user(verified: Verified) -> Any:
    """Who `request.user` is: the project's own user, or the principal itself. Raises UserUnknown."""
    resolver = conf.current().user_resolver
    if resolver is None:
        return verified.principal
    user = resolver(verified.principal, verified.claims)
    if user is None or not getattr(user, "is_active", True):
        raise UserUnknown(Reason.UNKNOWN_USER, "USER_RESOLVER found no active user")
    return user


def get_or_create_user(principal: Principal, claims: Mapping[str, Any]) -> Any:
    """A resolver that makes the user at first sight: one query a request, two at the first.

    The id is the user name (the model's USERNAME_FIELD), never the e-mail address, which a person may change and
    another may get. Roles of the token give no right here. People of local accounts are their own users.
    """
    from django.contrib.auth import get_user_model  # an app that a project without users need not have

    model = get_user_model()
    if principal.source == LOCAL:
        return model.objects.filter(pk=principal.id).first()
    user, made = model._default_manager.get_or_create(None, **{model.USERNAME_FIELD: principal.id})
    if made:
        user.set_unusable_password()
        email_field = model.get_email_field_name()
        if principal.email and principal.email_verified and email_field != model.USERNAME_FIELD:
            setattr(user, email_field, principal.email)
        user.save()
    return user
