"""Who changes a task, and what day it is for them."""

from __future__ import annotations

from typing import Literal, NamedTuple


class Actor(NamedTuple):
    """`user`: the owner through the API; `staff`: somebody of the support desk; `system`: a command."""

    kind: Literal["user", "staff", "system"]
    id: str = ""
    request_id: str = ""
    time_zone: str = "UTC"
    """IANA. The history does not keep it; what recurs counts its days there."""


SYSTEM = Actor("system")
