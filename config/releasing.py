"""What a request has read ends with its answer.

Django REST framework ties its request, the view and the response into a ring (`parser_context`,
`renderer_context`). Python frees a ring only in a full collection, which comes after so and so many objects,
however large: until then the body of every request lives on, parsed. The ring is cut here, for every view.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from rest_framework.request import Empty, Request

_READER = "_reader"
_PARSED = ("_data", "_files", "_full_data", "_stream")
_READ = ("_body", "_post", "_stream")


def remember(request: Request) -> None:
    """Note that `request` is about to parse the body of Django's request, so that `release` finds it."""
    setattr(request._request, _READER, request)


def release(request: HttpRequest, response: HttpResponseBase) -> None:
    """Drop what was read of the body and parsed from it, and cut the rings. After the answer is made."""
    reader = request.__dict__.pop(_READER, None)
    if reader is not None:
        for name in _PARSED:
            setattr(reader, name, Empty)
        reader.parser_context.clear()
    context: dict[str, Any] | None = getattr(response, "renderer_context", None)
    if context is not None:
        context.clear()
    for name in _READ:
        request.__dict__.pop(name, None)
    request.META.pop("wsgi.input", None)  # Django's own views are in a ring too: `view.head = view.get`
