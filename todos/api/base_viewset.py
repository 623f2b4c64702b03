"""What the product's views share: whose path it is, who acts, conditional writes and answers."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from functools import lru_cache
from typing import Any, cast

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from rest_framework.permissions import SAFE_METHODS, BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle
from rest_framework.viewsets import ViewSet

from authbridge.lazy_schema import SchemaOnDemand
from authbridge.ownership import IsOwner
from authbridge.permissions import IsPathUser
from authbridge.request import AuthenticatedRequest
from authbridge.throttling import PrincipalRateThrottle, rate_limit_fields
from todos import parsing, turns
from todos.actor import Actor
from todos.api import last_seen, preconditions
from todos.errors import KeyInFlight, NoSuchTask
from todos.models import Task
from todos.query.list_query import parse_parameters
from todos.tasks import idempotency
from todos.tasks.change import ID_MAX, Versions, find, find_any
from todos.tasks.idempotency import Answer
from todos.tasks.transaction import NO_CHANGE, Counts, Ledger, open_ledger

VARY = "Authorization, Cookie, Accept, Origin"
CACHE_CONTROL = "private, no-cache"

# The actions that take parameters, and read them themselves.
READ_THEIR_OWN_QUERY = frozenset({"list", "changes", "history", "tags", "stats", "export", "import_"})
# What may complete a task that recurs takes the zone in which the day of the completion is reckoned.
COMPLETING = frozenset({"update", "partial_update", "complete", "bulk"})

TodoRequest = AuthenticatedRequest


@lru_cache(maxsize=64)
def instances(classes: tuple[type[Any], ...]) -> tuple[Any, ...]:
    """One object of each class, made when a view first names them and kept for all its requests."""
    return tuple(made() for made in classes)


class TodoViewSet(ViewSet):
    """A resource of the person in the path."""

    schema = SchemaOnDemand("todos.api.openapi.schema.TodoSchema")
    permission_classes: tuple[type[BasePermission], ...] = (IsAuthenticated, IsPathUser, IsOwner)
    throttle_classes: tuple[type[BaseThrottle], ...] = (PrincipalRateThrottle,)
    request: TodoRequest
    owner: str
    """Whose tasks these are: the caller's. `IsPathUser` has compared the path."""
    time_zone: str = "UTC"
    """The `tz` of a request that may complete a task."""
    turn: turns.Turn | None = None

    @property
    def actor(self) -> Actor:
        """The caller, for the history."""
        return Actor("user", self.owner, getattr(self.request._request, "request_id", ""), self.time_zone)

    @property
    def expected_versions(self) -> Versions | None:
        """The versions that `If-Match` allows."""
        return preconditions.parse_if_match(self.request._request.META.get("HTTP_IF_MATCH"))

    @property
    def has_idempotency_key(self) -> bool:
        """Whether the request has an Idempotency-Key."""
        return "HTTP_IDEMPOTENCY_KEY" in self.request._request.META

    def parse_key(self) -> idempotency.IdempotentRequest:
        """The request's Idempotency-Key, where there is one. Raises `ValidationProblem` for a malformed one."""
        request = self.request._request
        body = getattr(self.request, "body_bytes", b"")
        return idempotency.parse_key(request.META["HTTP_IDEMPOTENCY_KEY"], request.method or "", request.path, body)

    def parse_id(self, text: str) -> int:
        """The id in the path, in its one spelling. Anything that cannot be one names no task."""
        if not (text.isascii() and text.isdigit() and len(text) <= 19 and text[0] != "0" and int(text) <= ID_MAX):
            raise NoSuchTask
        return int(text)

    def find_task(self, user_id: str, task_id: int) -> Task:
        """The live task that the request names, if the permissions of the view allow it to the caller.

        Whatever a request reads or writes of one task, an operation of a bulk included, comes through here or
        through `find_task_or_trashed`. Raises `NoSuchTask`, `PermissionDenied`.
        """
        return self._allowed(find(user_id, task_id))

    def find_task_or_trashed(self, user_id: str, task_id: int) -> Task:
        """As `find_task`, and a task in the trash as well."""
        return self._allowed(find_any(user_id, task_id))

    def _allowed(self, task: Task) -> Task:
        self.check_object_permissions(self.request, task)
        return task

    def respond_in_transaction(self, do: Callable[[Ledger], Answer]) -> HttpResponse:
        """`do` in one transaction on the owner's list; once only, if the request has a key."""
        if self.has_idempotency_key:
            return self.respond_once(do)
        with open_ledger(self.owner, self.actor) as ledger:
            answer = do(ledger)
        return self.respond(answer)

    def respond_once(
        self, do: Callable[[Ledger], Answer], expected: Counts = NO_CHANGE, *, positions: int = 0
    ) -> HttpResponse:
        """`do`, unless this key was answered before; then that answer again."""
        key = self.parse_key()
        try:
            with open_ledger(self.owner, self.actor, expected, positions=positions) as ledger:
                stored = key.find_answer(ledger)
                if stored is None:
                    answer = do(ledger)
                    key.store_answer(ledger, answer)
                    ledger.keep()
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", "") == "55P03":  # lock_not_available
                raise KeyInFlight from None
            raise
        if stored is None:
            return self.respond(answer)
        response = self.respond(stored)
        response.headers["Idempotent-Replayed"] = "true"
        return response

    def respond(self, answer: Answer) -> HttpResponse:
        """The response of an answer."""
        response = HttpResponse(answer.body, status=answer.status, content_type="application/json")
        for name, value in answer.headers.items():
            response.headers[name] = value
        return response

    def options(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:  # type: ignore[override]  # DRF takes any HttpResponse
        """The methods of the resource (a CORS preflight is answered before it comes here)."""
        return HttpResponse(status=204, headers={"Allow": ", ".join(self.allowed_methods)})

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The person's turn ends with the last byte of the answer."""
        response: Any = None
        try:
            response = super().dispatch(request, *args, **kwargs)
        finally:
            if self.turn is not None and response is not None and response.streaming:
                response._resource_closers.append(self.turn.end)
                weakref.finalize(response, self.turn.end)  # a middleware may have put another answer in its place
            elif self.turn is not None:
                self.turn.end()
        return cast("HttpResponseBase", response)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Authentication, permissions and rate; then the caller is known."""
        super().initial(request, *args, **kwargs)
        self.owner = self.request.user.id
        self.turn = turns.take(self.owner)
        query = self.request._request.META.get("QUERY_STRING")
        if query and self.action in self.action_map.values() and self.action not in READ_THEIR_OWN_QUERY:
            given = parse_parameters(query, {"tz": parsing.zone} if self.action in COMPLETING else {})
            self.time_zone = given.get("tz", "UTC")
        if request.method not in SAFE_METHODS:
            last_seen.note(self.request.user)

    def get_parsers(self) -> Any:
        """`parser_classes`. Like the three below they hold nothing of a request, so one of each serves them all."""
        return instances(tuple(self.parser_classes))

    def get_authenticators(self) -> Any:
        """`authentication_classes`."""
        return instances(tuple(self.authentication_classes))

    def get_permissions(self) -> Any:
        """`permission_classes`."""
        return instances(tuple(self.permission_classes))

    def get_renderers(self) -> Any:
        """`renderer_classes`."""
        return instances(tuple(self.renderer_classes))

    @property
    def default_response_headers(self) -> dict[str, str]:
        """None: `Allow` belongs to 405 and OPTIONS, and `Vary` is set at the end."""
        return {}

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        """The first of `renderer_classes`, whatever Accept says (RFC 9110, 12.5.1 allows it)."""
        renderer = self.get_renderers()[0]
        return renderer, renderer.media_type

    def finalize_response(  # type: ignore[override]  # DRF takes any HttpResponse
        self, request: Request, response: HttpResponseBase, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        """The headers that every answer of the resource carries."""
        headers = response.headers
        headers.setdefault("Cache-Control", CACHE_CONTROL)
        headers["Vary"] = VARY
        for name, value in rate_limit_fields(self.request._request).items():
            headers[name] = value
        return response
