"""What a process does before it serves: it loads what it needs and refuses settings that are not sound."""

from __future__ import annotations

import sys
import textwrap
from importlib import import_module
from typing import NoReturn

from django.core import checks
from django.core.exceptions import ImproperlyConfigured

# What Django REST framework imports wherever it is installed, for a schema generator and a browsable API that
# this service does not have. drf-spectacular, which it has, imports what it needs when a schema is asked for.
_SPARED = ("uritemplate", "yaml", "inflection", "requests", "markdown", "pygments")


def load_rest_framework() -> None:
    """Import Django REST framework as if its optional libraries were not there: 40 modules and 4 MB less."""
    spared = [name for name in _SPARED if name not in sys.modules]
    sys.modules.update(dict.fromkeys(spared))  # type: ignore[arg-type]  # None: the import system's "not to be found"
    try:
        import_module("rest_framework.compat")
    finally:
        for name in spared:
            del sys.modules[name]


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
