"""What stops a start: settings with which the service would run, but not safely or not at all."""

from __future__ import annotations

import sys
import textwrap
from typing import NoReturn

from django.core import checks
from django.core.exceptions import ImproperlyConfigured


def refuse(reason: str) -> NoReturn:
    """End the process with one paragraph for the operator."""
    print(textwrap.fill(f"The service did not start. {reason}", 100), file=sys.stderr)
    raise SystemExit(2)


def refuse_unsound_settings() -> None:
    """Run the system checks that need no database; any error ends the process."""
    try:
        errors = [found for found in checks.run_checks(tags=[checks.Tags.security]) if found.is_serious()]
    except ImproperlyConfigured as error:
        refuse(str(error))
    if errors:
        refuse(" ".join(f"{found.msg} {found.hint or ''} ({found.id})".replace("  ", " ") for found in errors))
