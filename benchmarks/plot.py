"""The picture: requests a second by scenario, one bar a contender, the spread of the rounds as a whisker."""

from pathlib import Path
from statistics import median

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from benchmarks.rounds import Figures
from benchmarks.scenarios import SCENARIOS

COLOURS = {"ours": "#0b6e4f", "a": "#3b6fb6", "b": "#c26a3d", "c": "#8a5fa8", "d": "#8c8c8c"}
WIDTH = 0.17


def draw(figures: list[Figures], path: Path) -> None:
    """Write the bars of a finished run to `path` (SVG)."""
    # a fixed salt and no date: the same figures make the same file
    with rc_context({"svg.hashsalt": "bench", "font.size": 10}):
        canvas = Figure(figsize=(11, 5), layout="constrained")
        axes = canvas.subplots()
        for place, figure in enumerate(figures):
            bars(axes, figure, (place - (len(figures) - 1) / 2) * WIDTH)
        axes.set_xticks(range(len(SCENARIOS)), [scenario.title for scenario in SCENARIOS])
        axes.set_ylabel("requests a second on one core")
        axes.set_title("Median of the rounds; whiskers: the slowest and the fastest round")
        axes.spines[["top", "right"]].set_visible(False)
        axes.legend(frameon=False)
        canvas.savefig(path, metadata={"Date": None})


def bars(axes: Axes, figure: Figures, shift: float) -> None:
    label: str | None = figure.contender.title
    for row, scenario in enumerate(SCENARIOS):
        found = [burst.rate for burst in figure.bursts.get(scenario.key, [])]
        if not found:
            continue
        middle = median(found)
        spread = [[middle - min(found)], [max(found) - middle]]
        colour = COLOURS[figure.contender.key]
        axes.bar(row + shift, middle, WIDTH * 0.92, yerr=spread, color=colour, capsize=2, label=label)
        axes.annotate(f"{middle:,.0f}", (row + shift, max(found)), ha="center", va="bottom", fontsize=7)
        label = None  # one entry of the legend each
