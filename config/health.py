"""Is the process alive; can it serve. No authentication, no detail about what is wrong."""

from __future__ import annotations

import logging
import threading

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from config.errors import problem

logger = logging.getLogger("config.health")
_migrated = threading.Event()  # once it is, it stays so: nothing is asked any more


@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """200 while the process answers at all; touches nothing."""
    return JsonResponse({"status": "ok"}, headers={"Cache-Control": "no-store"})


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """200 when the database and the cache answer and every migration has run, else 503 with `Retry-After`."""
    failed = [name for name, asks in (("database", _ask_database), ("cache", _ask_cache)) if not asks()]
    if failed:
        logger.error("Not ready: no answer from %s. Requests that need it are refused until it is back.", failed)
        return problem(request, 503, detail="The service is not ready.", headers={"Retry-After": "2"})
    lacking = "" if _migrated.is_set() else _ask_migrations()
    if lacking:
        logger.error("Not ready: %s", lacking)
        return problem(request, 503, detail=lacking, headers={"Retry-After": "2"})
    return JsonResponse({"status": "ok"}, headers={"Cache-Control": "no-store"})


def _ask_migrations() -> str:
    """What is wrong with the tables; empty when nothing is."""
    from authbridge.doctor import migrations  # of no use to any later request

    names = migrations.missing()
    if names:
        return migrations.described(names)
    _migrated.set()
    return ""


def _ask_database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        connection.close_if_unusable_or_obsolete()
        return False
    return True


def _ask_cache() -> bool:
    try:
        cache.get("health")
    except Exception:  # noqa: BLE001 - each cache backend has its own errors, and all mean: no answer
        return False
    return True
