"""The figures as a person reads them: ratios with their spread, a table, a plot, and the raw numbers."""

import json
import os
import platform
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from benchmarks import plot
from benchmarks.ratios import GOALS, Ratio, judge
from benchmarks.rounds import Figures, Plan
from benchmarks.rows import Size
from benchmarks.scenarios import SCENARIOS

RESULTS = Path(__file__).parent / "results"


def publish(figures: list[Figures], plan: Plan, size: Size, folder: Path | None) -> None:
    """Print the tables; with a folder, keep them there as latest.md, latest.json and latest.svg."""
    ratios = judge(figures)
    text = "\n\n".join([heading(plan, size), rates(figures), weights(figures), goals(ratios)])
    print(f"\n{text}\n")
    if folder is None:
        return
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "latest.md").write_text(text + "\n")
    (folder / "latest.json").write_text(json.dumps(raw(figures, plan, size), indent=1) + "\n")
    plot.draw(figures, folder / "latest.svg")
    print(f"kept in {os.path.relpath(folder)}: latest.md, latest.json, latest.svg")


def heading(plan: Plan, size: Size) -> str:
    return (
        f"{size.tasks:,} tasks of {size.people:,} people; {plan.rounds} rounds, bursts of {plan.seconds} s, "
        f"{plan.connections} connections, one worker process on one core; "
        f"Python {platform.python_version()}; {datetime.now(UTC):%Y-%m-%d}"
    )


def rates(figures: list[Figures]) -> str:
    """Requests a second, latencies and processor time of each scenario: medians of the rounds."""
    lines = [
        "| requests/s (lowest–highest) · p50/p99 ms · worker µs | "
        + " | ".join(f.contender.title for f in figures)
        + " |"
    ]
    lines.append("| --- |" + " ---: |" * len(figures))
    for scenario in SCENARIOS:
        cells = [cell(figure, scenario.key) for figure in figures]
        if any(cell != "–" for cell in cells):
            lines.append(f"| {scenario.title} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def cell(figure: Figures, key: str) -> str:
    bursts = figure.bursts.get(key)
    if not bursts:
        return "–"
    found = [burst.rate for burst in bursts]
    p50, p99 = median(burst.p50 for burst in bursts), median(burst.p99 for burst in bursts)
    cpu = median(burst.cpu for burst in bursts)
    return f"**{median(found):,.0f}** ({min(found):,.0f}–{max(found):,.0f}) · {p50:.1f}/{p99:.1f} · {cpu:,.0f}"


def weights(figures: list[Figures]) -> str:
    lines = [
        "| worker | start to first list, s | memory at start, MB | peak under load, MB |",
        "| --- | ---: | ---: | ---: |",
    ]
    for figure in figures:
        start = f"{median(figure.starts):.2f} ({min(figure.starts):.2f}–{max(figure.starts):.2f})"
        lines.append(f"| {figure.contender.title} | {start} | {figure.idle_memory:.0f} | {figure.peak_memory:.0f} |")
    return "\n".join(lines)


def goals(ratios: list[Ratio]) -> str:
    lines = ["| ratio | goal | median | lowest | highest | |", "| --- | ---: | ---: | ---: | ---: | --- |"]
    for ratio in ratios:
        low, middle, high = ratio.spread()
        verdict = "met" if ratio.met() else "**missed**"
        goal = f"{ratio.goal.title} | {ratio.goal.sign} {ratio.goal.bound:g}"
        lines.append(f"| {goal} | **{middle:.2f}** | {low:.2f} | {high:.2f} | {verdict} |")
    return "\n".join(lines) if ratios else f"no ratios: {len(GOALS)} goals need this service among the contenders"


def raw(figures: list[Figures], plan: Plan, size: Size) -> dict[str, object]:
    return {
        "plan": asdict(plan),
        "size": asdict(size),
        "contenders": {figure.contender.key: figure.as_json() for figure in figures},
    }
