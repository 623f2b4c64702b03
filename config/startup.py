"""What a process does before it serves: it refuses settings that are not sound."""

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


def refuse_unsound_settings(*, warn: bool = False) -> None:
    """Run the system checks that need no database; any error ends the process. With `warn`, tell what is doubtful."""
    try:
        found = checks.run_checks(tags=[checks.Tags.security])
    except ImproperlyConfigured as error:
        refuse(str(error))
    errors = [message for message in found if message.is_serious()]
    if errors:
        refuse(" ".join(map(_said, errors)))
    for message in found if warn else ():
        print(textwrap.fill(f"Warning: {_said(message)}", 100), file=sys.stderr)


def _said(message: checks.CheckMessage) -> str:
    return f"{message.msg} {message.hint or ''} ({message.id})".replace("  ", " ")
