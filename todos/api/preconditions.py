"""Conditional requests (RFC 9110, 13): `If-Match` before a write, `If-None-Match` on a read."""

from __future__ import annotations

import re

from todos.errors import ValidationProblem, fault
from todos.tasks.change import Versions

_TAG = r'(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"'
_TAGS = re.compile(rf"\s*{_TAG}\s*(?:,\s*{_TAG}\s*)*\Z")
_ONE = re.compile(_TAG)
_VERSION = re.compile(r'"v([1-9][0-9]{0,9})(?:-([0-9a-f]{8}))?"\Z')


def parse_entity_tags(value: str, header: str) -> list[str]:
    """The entity tags of a header's value. Raises `ValidationProblem` if it is not a list of them."""
    if not _TAGS.match(value):
        detail = 'It takes entity tags in quotes, such as "v3", or *.'
        raise ValidationProblem(errors=[fault("parameter", header, "invalid", detail)])
    return _ONE.findall(value)


def parse_if_match(if_match: str | None) -> Versions | None:
    """The task versions that `If-Match` allows; None where it allows any. A weak tag matches none (13.1.1).

    A tag without an epoch, put together from `version`, allows that version in whatever life of the list.
    """
    if if_match is None or if_match.strip() == "*":
        return None
    found = (_VERSION.match(tag) for tag in parse_entity_tags(if_match, "If-Match"))
    return frozenset((int(match[1]), match[2]) if match[2] else int(match[1]) for match in found if match)


def is_unchanged(if_none_match: str | None, etag: str) -> bool:
    """Whether the client already has what `etag` names (weak comparison, 13.1.2)."""
    if if_none_match is None:
        return False
    if if_none_match == etag or if_none_match.strip() == "*":
        return True
    return any(tag.removeprefix("W/") == etag for tag in parse_entity_tags(if_none_match, "If-None-Match"))
