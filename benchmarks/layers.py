"""A profile by layer: the time of each function goes to the package it belongs to."""

import pstats
from collections import Counter
from typing import Any

OWN = ("authbridge", "config", "todos", "benchmarks")


def by_layer(stats: pstats.Stats) -> Counter[str]:
    """Seconds of own time by layer; what is built into Python is charged to the layer that called it."""
    spent: Counter[str] = Counter()
    entries: dict[Any, Any] = stats.stats  # type: ignore[attr-defined]  # typeshed does not show it
    for (file, _, _), (_, _, own, _, callers) in entries.items():
        if file != "~" or not callers:
            spent[layer(file)] += own
            continue
        for (caller, _, _), (_, _, share, _) in callers.items():
            spent[layer(caller)] += share
    return spent


def layer(file: str) -> str:
    _, installed, below = file.partition("/site-packages/")
    if installed:
        package = below.partition("/")[0].partition(".")[0]
        return "psycopg" if package.startswith("psycopg") else package
    return next((name for name in OWN if f"/{name}/" in file), "(Python and its library)")
