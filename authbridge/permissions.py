"""Facts about the caller, one small class each. Subclass to say which role or claim."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.http import Http404
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from authbridge import audit, signals
from authbridge.principal import Anonymous, Principal

_ABSENT = object()


def caller_of(request: Request) -> Any:
    """The principal of a request, also where USER_RESOLVER puts a user of the project's own in `request.user`."""
    if isinstance(request.user, Principal | Anonymous):
        return request.user
    return getattr(request._request, "principal", request.user)


class IsPathUser(BasePermission):
    """The `user_id` of the path, where there is one, is the caller's. Asked before any look-up.

    The answer is 403 and the same whether that user exists or not.
    """

    message = "This path belongs to another user."
    code = "forbidden"
    kwarg = "user_id"

    def has_permission(self, request: Request, view: APIView) -> bool:
        wanted = view.kwargs.get(self.kwarg)
        # As text: the path may be converted (`<int:user_id>`, `<uuid:user_id>`), an id never is.
        caller = caller_of(request)
        if wanted is None or str(wanted) == caller.pk:
            return True
        if request.user.is_authenticated:
            audit.denied(request._request, str(caller.pk), "another user's path")
            signals.ownership_denied.send_robust(type(self), request=request._request, principal=caller, wanted=wanted)
        return False


class HasRole(BasePermission):
    """The caller has one of `roles`. Tokens give roles only where `ROLES_CLAIM` names the claim."""

    message = "This needs a role that you do not have."
    code = "forbidden"
    roles: ClassVar[frozenset[str]] = frozenset()

    def has_permission(self, request: Request, view: APIView) -> bool:
        return not self.roles.isdisjoint(getattr(caller_of(request), "roles", ()))


class HasClaim(BasePermission):
    """The token carries `claim`; with `value`, exactly that value."""

    message = "This needs a claim that your token does not have."
    code = "forbidden"
    claim: ClassVar[str] = ""
    value: ClassVar[Any] = _ABSENT

    def has_permission(self, request: Request, view: APIView) -> bool:
        found = request.auth.get(self.claim) if isinstance(request.auth, Mapping) else None
        if self.value is _ABSENT:
            return found is not None
        return type(found) is type(self.value) and bool(found == self.value)


class HasVerifiedEmail(BasePermission):
    """The caller's e-mail address is verified."""

    message = "This needs a verified e-mail address."
    code = "forbidden"

    def has_permission(self, request: Request, view: APIView) -> bool:
        return getattr(caller_of(request), "email_verified", False) is True


class IsOwner(BasePermission):
    """The object belongs to the caller. Another's does not exist: 404, not 403.

    A second lock behind `owned_by`, for views whose queryset is not narrowed.
    """

    owner_field = "user_id"

    def has_object_permission(self, request: Request, view: APIView, obj: Any) -> bool:
        owner = getattr(obj, self.owner_field)
        # As text: the column may hold numbers or UUIDs, an id never does. A row of nobody is nobody's.
        if owner is not None and str(owner) == str(request.user.pk):
            return True
        caller = caller_of(request)
        audit.denied(request._request, str(caller.pk), f"another user's {type(obj).__name__}")
        signals.ownership_denied.send_robust(
            type(self), request=request._request, principal=caller, wanted=type(obj).__name__
        )
        raise Http404
