"""How the model says no."""

from __future__ import annotations


class Refused(Exception):  # noqa: N818 - an answer, not a defect
    """An answer of 4xx: its status, its code, and each fault as (pointer or parameter, code)."""

    def __init__(self, status: int, code: str, *faults: tuple[str, str], current_version: int | None = None) -> None:
        super().__init__(f"{status} {code}", *faults)
        self.status, self.code, self.faults, self.current_version = status, code, set(faults), current_version


def invalid(*faults: tuple[str, str]) -> Refused:
    """400 `validation_error`."""
    return Refused(400, "validation_error", *faults)


def missing() -> Refused:
    """404: never was, in the trash, or somebody else's."""
    return Refused(404, "not_found")
