"""Opaque places: what a client carries from one page to the next, signed so that it cannot be made up."""

from __future__ import annotations

from typing import Any

from django.core.signing import BadSignature, Signer

from todos.errors import ValidationProblem, fault


def dump(kind: str, *values: Any) -> str:
    """A token of that kind; a token of one kind is none of another."""
    return Signer(salt=f"todos.{kind}", sep=".").sign_object(list(values))


def load(kind: str, token: str, parameter: str, *sizes: int) -> list[Any]:
    """The values of a token, as many as one of `sizes`. Raises `ValidationProblem` naming `parameter`."""
    try:
        values = Signer(salt=f"todos.{kind}", sep=".").unsign_object(token)
    except (BadSignature, ValueError):
        values = None
    if not isinstance(values, list) or len(values) not in sizes:
        raise refused(parameter)
    return values


def refused(parameter: str) -> ValidationProblem:
    """The token is not one of ours, or belongs to somebody else."""
    detail = "This was not given out by this service for this request; begin again without it."
    return ValidationProblem(errors=[fault("parameter", parameter, "invalid", detail)])
