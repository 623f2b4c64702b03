"""What people read in the support desk where there is no page: HTML, where the API answers a problem document."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

DESK = "/admin/"
# What it means for whoever sees it, and what to do next.
SENTENCES = {
    400: "The desk does not understand this address. Lists are narrowed by their filters and their search box.",
    403: "Your role does not allow this. An administrator of the desk gives roles.",
    404: "There is nothing at this address: what was here is gone, or the address is mistyped.",
    405: "This address only takes what a button of the desk sends. Go back and use the button.",
    413: "The form holds more than the desk takes. Nothing was changed.",
    500: "Something went wrong on our side and was written to the log. Nothing was changed by halves; try again.",
    503: "The database does not answer. Nothing was changed; try again shortly.",
}
STALE_FORM = (
    "The form was not sent from a page of the desk that is still good: it was open for too long, or you logged in anew "
    "meanwhile. Go back, reload the page, and send it again. Nothing was changed."
)


def is_desk(request: HttpRequest) -> bool:
    """Whether the request is for a page of the desk."""
    return request.path_info.startswith(DESK)


def page(request: HttpRequest, status: int, sentence: str = "") -> HttpResponse:
    """The page. It is made without the database and without knowing who asks, so that it cannot fail as well."""
    facts = {
        "status": status,
        "phrase": HTTPStatus(status).phrase,
        "sentence": sentence or SENTENCES[status],
        "request_id": getattr(request, "request_id", ""),
        "desk": DESK,
    }
    response = HttpResponse(render_to_string("support/error.html", facts), status=status)
    response.headers["Cache-Control"] = "no-store"
    return response
