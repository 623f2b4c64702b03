"""The routes of the whole service."""

from __future__ import annotations

from django.conf import settings
from django.contrib import admin
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from config import errors, health
from todos import urls as todos_urls

handler400 = errors.bad_request
handler403 = errors.permission_denied
handler404 = errors.page_not_found
handler500 = errors.server_error

urlpatterns = [
    *todos_urls.urlpatterns,
    # Local accounts have a key of their own; without it there is nothing to log in to.
    *([path("api/auth/", include("authbridge.accounts.urls"))] if settings.AUTHBRIDGE.get("LOCAL_SECRET") else []),
    path("api/health/live", health.live, name="live"),
    path("api/health/ready", health.ready, name="ready"),
    path("api/schema", SpectacularAPIView.as_view(), name="schema"),
    path("api/docs", SpectacularSwaggerSplitView.as_view(url_name="schema"), name="docs"),
    # DEBUG would answer an unknown route of the API with its HTML page: the API always answers problems.
    re_path(r"^api(?:/|$)", errors.page_not_found),
    path("admin", RedirectView.as_view(url="/admin/")),
    path("admin/", admin.site.urls),
]
