"""How much a page holds: rows, and bytes, because a thousand tasks are 200 KB or 40 MB."""

from __future__ import annotations

PAGE_BYTES = 2 * 1024 * 1024


def size(vendor: str) -> str:
    """About how many bytes the JSON of a task has, as an expression on its row."""
    texts = ("title", "description", "tags")
    if vendor == "postgresql":
        return " + ".join(["600", *(f"octet_length({name})" for name in texts)])
    return " + ".join(["600", *(f"length(CAST({name} AS BLOB))" for name in texts)])
