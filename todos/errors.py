"""What the product refuses, each with its wire code. `config/errors.py` turns them into bodies."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from difflib import get_close_matches
from typing import Any, TypeVar

from rest_framework.exceptions import APIException

# The closed list of wire codes (docs/errors.md), those of the project and the bridge included.
CODES = frozenset(
    {
        "bad_request", "malformed_json", "validation_error", "not_authenticated", "invalid_token", "token_expired",
        "forbidden", "not_found", "method_not_allowed", "not_in_trash", "task_quota_exceeded",
        "idempotency_key_in_flight", "idempotency_key_reused", "resync_required", "version_conflict",
        "invalid_credentials", "email_taken", "registration_closed",
        "payload_too_large", "unsupported_media_type", "rate_limited", "internal_error", "unavailable",
        "request_timeout", "overloaded", "deadline_exceeded", "storage_quota_exceeded",
    }
)  # fmt: skip


Item = TypeVar("Item")
Content = TypeVar("Content")
MAX_ERRORS = 200  # of one answer: who sent more faults than that reads none of them


class Problem(APIException):
    """A refusal: `errors` names the members or parameters at fault, `extra` goes into the body as it is."""

    def __init__(
        self,
        detail: str | None = None,
        *,
        errors: list[dict[str, str]] | None = None,
        extra: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.code = self.default_code
        self.errors = (errors or [])[:MAX_ERRORS]
        self.extra = extra or {}
        self.headers = headers or {}


class ValidationProblem(Problem):
    """400 `validation_error`."""

    status_code = 400
    default_code = "validation_error"
    default_detail = "The request has values that cannot be accepted; `errors` names each."


class NoSuchTask(Problem):
    """404 `not_found`: one body for a missing task, a trashed one and somebody else's."""

    status_code = 404
    default_code = "not_found"
    default_detail = "There is no such task."


class VersionConflict(Problem):
    """412 `version_conflict`: the task is no longer the one the client read."""

    status_code = 412
    default_code = "version_conflict"
    default_detail = "The task has changed since it was read. Read it again and repeat the change."

    def __init__(self, current_version: int) -> None:
        super().__init__(extra={"current_version": current_version})


class NotInTrash(Problem):
    """409 `not_in_trash`: only a task in the trash can be restored."""

    status_code = 409
    default_code = "not_in_trash"
    default_detail = "The task is not in the trash."


class QuotaExceeded(Problem):
    """409 `task_quota_exceeded`."""

    status_code = 409
    default_code = "task_quota_exceeded"

    def __init__(self, most: int) -> None:
        super().__init__(f"The list holds {most} tasks, which is the most it can hold. Delete some first.")


class StorageExceeded(Problem):
    """409 `storage_quota_exceeded`; `most` in bytes."""

    status_code = 409
    default_code = "storage_quota_exceeded"

    def __init__(self, most: int) -> None:
        super().__init__(
            f"Tasks, trash and history together take {most // 2**20} MB, which is the most that one person may store."
        )


class KeyReused(Problem):
    """422 `idempotency_key_reused`: the key belongs to another body."""

    status_code = 422
    default_code = "idempotency_key_reused"
    default_detail = "This Idempotency-Key was used for another body. Use a new key for a new request."


class KeyInFlight(Problem):
    """409 `idempotency_key_in_flight`: the first request with this key is not done."""

    status_code = 409
    default_code = "idempotency_key_in_flight"
    default_detail = "A request with this Idempotency-Key is still being worked on."

    def __init__(self) -> None:
        super().__init__(headers={"Retry-After": "1"})


def fault(place: str, name: str, code: str, detail: str) -> dict[str, str]:
    """One entry of `errors`; `place` is `pointer` (a member) or `parameter` (of the query, or a header)."""
    return {place: name, "code": code, "detail": detail}


# What is wrong with one member has one name, whichever serializer found it: Django REST framework's names for it.
MEMBER_CODES = {
    "null": "not_nullable",
    "max_length": "too_long",
    "min_length": "too_short",
    "null_characters_not_allowed": "control_character",
    "surrogate_characters_not_allowed": "invalid_text",
}


def flatten_detail(detail: Any, pointer: str) -> list[dict[str, str]]:
    """The nested `detail` of a `ValidationError` below `pointer` as entries of `errors`, in its order."""
    if isinstance(detail, dict):
        return [
            entry
            for name, inner in detail.items()
            for entry in flatten_detail(
                inner, pointer if name == "non_field_errors" else f"{pointer}/{escape_step(str(name))}"
            )
        ]
    if isinstance(detail, list):
        return [entry for inner in detail for entry in flatten_detail(inner, pointer)]
    return [fault("pointer", pointer, MEMBER_CODES.get(detail.code, detail.code), str(detail))]


def escape_step(name: str) -> str:
    """The beginning of `name` as a step of a JSON pointer (RFC 6901, 3)."""
    return name[:100].replace("~", "~0").replace("/", "~1")


def hint(unknown: str, known: list[str]) -> str:
    """` Did you mean …?` for a name that resembles a known one, else nothing."""
    snake = "".join(f"_{char.lower()}" if char.isupper() else char for char in unknown[:64]).replace("-", "_")
    near = get_close_matches(snake, known, n=1, cutoff=0.7)
    return f" Did you mean {near[0]}?" if near else ""


def parse_each(items: Sequence[Item], read: Callable[[int, Item], Content]) -> list[Content]:
    """What `read` makes of each item and its place. Raises `ValidationProblem` with the faults of all of them."""
    contents, errors = [], []
    for index, item in enumerate(items):
        try:
            contents.append(read(index, item))
        except ValidationProblem as problem:
            errors += problem.errors
        if len(errors) >= MAX_ERRORS:
            break
    if errors:
        raise ValidationProblem(errors=errors)
    return contents
