"""The growth figures as a person reads them."""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from benchmarks.hoarder import Story, Sync
from benchmarks.rounds import Figures, Plan
from benchmarks.scenarios import SCENARIOS

BOUND = 1.25  # how much longer an answer may take in the large database


def publish(figures: list[Figures], story: Story, plan: Plan, folder: Path) -> None:
    """Print the tables and keep them as growth.md and growth.json."""
    text = "\n\n".join([heading(figures, plan), by_size(*figures), by_depth(story), questions(story)])
    print(f"\n{text}\n")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "growth.md").write_text(text + "\n")
    raw = {"sizes": {f.contender.key: f.as_json() for f in figures}, "hoarder": asdict(story)}
    (folder / "growth.json").write_text(json.dumps(raw, indent=1) + "\n")


def heading(figures: list[Figures], plan: Plan) -> str:
    titles = " against ".join(figure.contender.title for figure in figures)
    return f"{titles}; {plan.rounds} alternating rounds of {plan.seconds} s a burst; {datetime.now(UTC):%Y-%m-%d}"


def by_size(small: Figures, large: Figures) -> str:
    """Time of a request in the large database as a multiple of that in the small one, round by round."""
    lines = [
        f"| time of a request, ÷ small (goal ≤ {BOUND}) | median | lowest | highest | small, ms | large, ms | |",
        "| --- | ---: | ---: | ---: | ---: | ---: | --- |",
    ]
    for scenario in SCENARIOS:
        pairs = list(zip(small.bursts[scenario.key], large.bursts[scenario.key], strict=True))
        ratios = [few.rate / many.rate for few, many in pairs]
        p50 = [median(burst.p50 for burst in side) for side in zip(*pairs, strict=True)]
        verdict = "met" if median(ratios) <= BOUND else "**missed**"
        lines.append(
            f"| {scenario.title} | **{median(ratios):.2f}** | {min(ratios):.2f} | {max(ratios):.2f} "
            f"| {p50[0]:.2f} | {p50[1]:.2f} | {verdict} |"
        )
    return "\n".join(lines)


def by_depth(story: Story) -> str:
    ratios = [first / deep for first, deep in zip(story.first_page, story.deep_page, strict=True)]
    return (
        f"A person with {story.tasks:,} tasks: page {story.depth:,} by cursor takes **{median(ratios):.2f}** times "
        f"({min(ratios):.2f} to {max(ratios):.2f}) as long as page 1. {synchronised(story.sync)}"
    )


def synchronised(sync: Sync | None) -> str:
    if sync is None:
        return "There is no synchronisation by deltas to measure."
    return (
        f"A full synchronisation fetches {sync.tasks:,} tasks in {sync.pages:,} pages and {sync.seconds:.1f} s, "
        f"{sync.tasks / sync.seconds:,.0f} tasks a second."
    )


def questions(story: Story) -> str:
    lines = ["| what that person asks, one request at a time | ms |", "| --- | ---: |"]
    lines += [f"| {name} | {milliseconds:.1f} |" for name, milliseconds in story.milliseconds.items()]
    return "\n".join(lines)
