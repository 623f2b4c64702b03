"""The routes of the whole service."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import include, path, re_path
from django.utils.module_loading import import_string
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import RedirectView

from config import errors, health
from todos import urls as todos_urls

handler400 = errors.bad_request
handler403 = errors.permission_denied
handler404 = errors.page_not_found
handler500 = errors.server_error


def on_demand(view: str, **options: Any) -> Callable[..., HttpResponseBase]:
    """The class-based view at that dotted path, imported when it is asked for; it can only be read."""

    def serve(request: HttpRequest) -> HttpResponseBase:
        # DRF would answer OPTIONS with the page's template, which has nothing to show.
        response: HttpResponseBase = import_string(view).as_view(http_method_names=["get", "head"], **options)(request)
        return response

    return csrf_exempt(serve)


SPECTACULAR = "drf_spectacular.views.Spectacular"
urlpatterns = [
    *todos_urls.urlpatterns,
    # Local accounts have a key of their own; without it there is nothing to log in to.
    *([path("api/auth/", include("authbridge.accounts.urls"))] if settings.AUTHBRIDGE.get("LOCAL_SECRET") else []),
    path("api/health/live", health.live, name="live"),
    path("api/health/ready", health.ready, name="ready"),
    path("api/schema", on_demand(f"{SPECTACULAR}APIView"), name="schema"),
    path("api/docs", on_demand(f"{SPECTACULAR}SwaggerSplitView", url_name="schema"), name="docs"),
    # DEBUG would answer an unknown route of the API with its HTML page: the API always answers problems.
    re_path(r"^api(?:/|$)", errors.page_not_found),
    path("admin", RedirectView.as_view(url="/admin/")),
    path("admin/", admin.site.urls),
]
