"""What the product's views share: whose path it is, who acts, conditional writes and answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from rest_framework.permissions import SAFE_METHODS, IsAuthenticated
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.views import APIView
from rest_framework.viewsets import ViewSet

from authbridge.lazy_schema import SchemaOnDemand
from authbridge.ownership import IsOwner
from authbridge.permissions import IsPathUser
from authbridge.request import AuthenticatedRequest
from authbridge.throttling import PrincipalRateThrottle, rate_limit_fields
from todos import conf, deadline, turns
from todos.actor import Actor
from todos.api import last_seen, preconditions
from todos.errors import KeyInFlight, NoSuchTask
from todos.models import Task
from todos.query.list_query import read_parameters
from todos.tasks import idempotency
from todos.tasks.change import ID_MAX, Changes, Decide, Versions
from todos.tasks.idempotency import Answer
from todos.tasks.transaction import NO_CHANGE, Counts, Ledger, open_ledger

PARSERS = tuple(parser() for parser in APIView.parser_classes)
_AUTHENTICATORS = tuple(authenticator() for authenticator in APIView.authentication_classes)
_PERMISSIONS = (IsAuthenticated(), IsPathUser(), IsOwner())
_RENDERER = JSONRenderer()
VARY = "Authorization, Cookie, Accept, Origin"
CACHE = "private, no-cache"

# The actions that take parameters, and read them themselves.
ASKING = frozenset({"list", "changes", "history", "tags", "stats", "export", "import_"})

TodoRequest = AuthenticatedRequest


class TodoViewSet(ViewSet):
    """A resource of the person in the path."""

    schema = SchemaOnDemand("todos.api.openapi.schema.TodoSchema")
    permission_classes = (IsAuthenticated, IsPathUser, IsOwner)
    throttle_classes = (PrincipalRateThrottle,)
    request: TodoRequest
    owner: str
    """Whose tasks these are: the caller's. `IsPathUser` has compared the path."""
    turn: turns.Turn | None = None

    @property
    def actor(self) -> Actor:
        """The caller, for the history."""
        return Actor("user", self.owner, getattr(self.request._request, "request_id", ""))

    @property
    def versions(self) -> Versions | None:
        """The versions that `If-Match` allows."""
        return preconditions.versions(self.request._request.META.get("HTTP_IF_MATCH"))

    @property
    def keyed(self) -> bool:
        """Whether the request has an Idempotency-Key."""
        return "HTTP_IDEMPOTENCY_KEY" in self.request._request.META

    def read_key(self) -> idempotency.Once:
        """The request's Idempotency-Key, where there is one. Raises `ValidationProblem` for a malformed one."""
        request = self.request._request
        body = getattr(self.request, "body_bytes", b"")
        return idempotency.read_key(request.META["HTTP_IDEMPOTENCY_KEY"], request.method or "", request.path, body)

    def read_id(self, text: str) -> int:
        """The id in the path, in its one spelling. Anything that cannot be one names no task."""
        if not (text.isascii() and text.isdigit() and len(text) <= 19 and text[0] != "0" and int(text) <= ID_MAX):
            raise NoSuchTask
        return int(text)

    def checked(self, decide: Decide) -> Decide:
        """`decide`, behind the object permission."""

        def guarded(task: Task) -> Changes:
            self.check_object_permissions(self.request, task)
            return decide(task)

        return guarded

    def in_ledger(self, do: Callable[[Ledger], Answer]) -> HttpResponse:
        """`do` in one transaction on the owner's list; once only, if the request has a key."""
        if self.keyed:
            return self.once(do)
        with open_ledger(self.owner, self.actor) as ledger:
            answer = do(ledger)
        return self.respond(answer)

    def once(self, do: Callable[[Ledger], Answer], expected: Counts = NO_CHANGE, *, positions: int = 0) -> HttpResponse:
        """`do`, unless this key was answered before; then that answer again."""
        key = self.read_key()
        try:
            with open_ledger(self.owner, self.actor, expected, positions=positions) as ledger:
                stored = key.stored(ledger)
                if stored is None:
                    answer = do(ledger)
                    key.store(ledger, answer)
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
        """Answer within the time that a request may take; the person's turn ends with the last byte."""
        response: Any = None
        try:
            with deadline.limit(conf.request_seconds()):
                response = super().dispatch(request, *args, **kwargs)
        finally:
            if self.turn is not None and response is not None and response.streaming:
                response._resource_closers.append(self.turn.end)
            elif self.turn is not None:
                self.turn.end()
        return cast("HttpResponseBase", response)

    def handle_exception(self, exc: Exception) -> HttpResponseBase:  # type: ignore[override]  # DRF takes any HttpResponse
        """The answer of an error; what the database ended because the time was over says so."""
        over = isinstance(exc, OperationalError) and deadline.remaining() <= 0
        return super().handle_exception(deadline.DeadlineExceeded() if over else exc)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Authentication, permissions and rate; then the caller is known."""
        super().initial(request, *args, **kwargs)
        self.owner = self.request.user.id
        self.turn = turns.take(self.owner)
        query = self.request._request.META.get("QUERY_STRING")
        if query and self.action in self.action_map.values() and self.action not in ASKING:
            read_parameters(query, {})
        if request.method not in SAFE_METHODS:
            last_seen.note(self.request.user)

    def get_parsers(self) -> Any:
        """The parsers. Like the two below they hold no state, so one of each serves every request."""
        return PARSERS

    def get_authenticators(self) -> Any:
        """The authenticators."""
        return _AUTHENTICATORS

    def get_permissions(self) -> Any:
        """The permissions."""
        return _PERMISSIONS

    @property
    def default_response_headers(self) -> dict[str, str]:
        """None: `Allow` belongs to 405 and OPTIONS, and `Vary` is set at the end."""
        return {}

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        """Every answer is JSON, whatever Accept says (RFC 9110, 12.5.1 allows it)."""
        return _RENDERER, "application/json"

    def finalize_response(  # type: ignore[override]  # DRF takes any HttpResponse
        self, request: Request, response: HttpResponseBase, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        """The headers that every answer of the resource carries."""
        headers = response.headers
        headers.setdefault("Cache-Control", CACHE)
        headers["Vary"] = VARY
        for name, value in rate_limit_fields(self.request._request).items():
            headers[name] = value
        return response
