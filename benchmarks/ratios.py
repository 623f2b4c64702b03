"""What this service promises beside its rivals, and whether one run kept it.

A ratio is formed inside each round, of two bursts a few seconds apart, and never of two medians.
"""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

from benchmarks.load import Burst
from benchmarks.rounds import Figures


@dataclass(frozen=True, slots=True)
class Goal:
    """`ours` scenario of this service against scenario `theirs` of `rival`: `measure` of the two, and its bound."""

    title: str
    ours: str
    rival: str
    theirs: str
    bound: float
    measure: Callable[[Burst], float]
    at_least: bool = True

    @property
    def sign(self) -> str:
        return "≥" if self.at_least else "≤"


@dataclass(frozen=True, slots=True)
class Ratio:
    """A goal and its value in each round."""

    goal: Goal
    values: list[float]

    def spread(self) -> tuple[float, float, float]:
        return min(self.values), median(self.values), max(self.values)

    def met(self) -> bool:
        middle = median(self.values)
        return middle >= self.goal.bound if self.goal.at_least else middle <= self.goal.bound


def rate(burst: Burst) -> float:
    return burst.rate


def p99(burst: Burst) -> float:
    return burst.p99


GOALS = (
    Goal("list of 50 ÷ FastAPI's", "list50", "a", "list50", 4, rate),
    Goal("list of 50 ÷ DRF's", "list50", "b", "list50", 5, rate),
    Goal("list of 50 ÷ the floor's", "list50", "d", "list50", 0.35, rate),
    Goal("one task ÷ FastAPI's", "one", "a", "one", 1.3, rate),
    Goal("create ÷ FastAPI's", "create", "a", "create", 1.3, rate),
    Goal("toggle ÷ FastAPI's", "toggle", "a", "toggle", 1.3, rate),
    Goal("unchanged poll ÷ FastAPI's list", "poll304", "a", "list50", 6, rate),
    Goal("p99 of the list ÷ FastAPI's", "list50", "a", "list50", 1, p99, at_least=False),
    Goal("p99 of one task ÷ FastAPI's", "one", "a", "one", 1, p99, at_least=False),
    Goal("p99 of create ÷ FastAPI's", "create", "a", "create", 1, p99, at_least=False),
    Goal("p99 of toggle ÷ FastAPI's", "toggle", "a", "toggle", 1, p99, at_least=False),
)
MEMORY = Goal("peak memory of a worker ÷ DRF's", "", "b", "", 1.5, rate, at_least=False)


def judge(figures: list[Figures]) -> list[Ratio]:
    """The ratios that this run can form, in the order of the goals."""
    by_key = {figure.contender.key: figure for figure in figures}
    ours = by_key.get("ours")
    if ours is None:
        return []
    found = [against(goal, ours, by_key[goal.rival]) for goal in GOALS if goal.rival in by_key]
    if "b" in by_key:
        found.append(Ratio(MEMORY, [ours.peak_memory / by_key["b"].peak_memory]))
    return found


def against(goal: Goal, ours: Figures, rival: Figures) -> Ratio:
    pairs = zip(ours.bursts[goal.ours], rival.bursts[goal.theirs], strict=True)
    return Ratio(goal, [goal.measure(mine) / goal.measure(theirs) for mine, theirs in pairs])
