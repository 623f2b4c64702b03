"""ASGI, for deployments that need it. The service itself is synchronous and is measured under WSGI."""

from __future__ import annotations

import os

from django.core.asgi import get_asgi_application

from config.startup import refuse_unsound_settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_asgi_application()
refuse_unsound_settings()
