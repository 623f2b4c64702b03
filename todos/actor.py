"""Who changes a task, as its history tells it."""

from __future__ import annotations

from typing import Literal, NamedTuple


class Actor(NamedTuple):
    """`user`: the owner through the API; `staff`: somebody of the support desk; `system`: a command."""

    kind: Literal["user", "staff", "system"]
    id: str = ""
    request_id: str = ""


SYSTEM = Actor("system")
