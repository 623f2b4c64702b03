"""The measurement: short bursts in turn, so that what disturbs the machine disturbs everybody alike."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from benchmarks import checks, cores, scenarios
from benchmarks.contenders import Contender, environment
from benchmarks.load import Burst, run
from benchmarks.rows import Size
from benchmarks.scenarios import SCENARIOS, Scenario
from benchmarks.server import Server, serving


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how often. `seconds` of one burst (whole ones), after `warm` seconds once at the start (0: none)."""

    rounds: int
    seconds: int
    starts: int
    warm: int = 1
    connections: int = 8


@dataclass(slots=True)
class Figures:
    """What one contender showed: bursts by scenario (one a round), seconds of each start, megabytes."""

    contender: Contender
    bursts: dict[str, list[Burst]] = field(default_factory=dict)
    starts: list[float] = field(default_factory=list)
    idle_memory: float = 0.0
    peak_memory: float = 0.0

    def as_json(self) -> dict[str, object]:
        bursts = {key: [asdict(burst) for burst in found] for key, found in self.bursts.items()}
        return {
            "title": self.contender.title,
            "bursts": bursts,
            "start_seconds": self.starts,
            "idle_megabytes": self.idle_memory,
            "peak_megabytes": self.peak_memory,
        }


def measure(contenders: Sequence[Contender], plan: Plan, scratch: Path) -> list[Figures]:
    """Start everyone, check everyone, then burst in turns; figures in the order of `contenders`."""
    figures = [Figures(contender) for contender in contenders]
    for _ in range(plan.starts - 1):
        for figure in figures:
            with ExitStack() as once:
                start(once, figure, scratch)
    with ExitStack() as stack:
        servers = [start(stack, figure, scratch) for figure in figures]
        pages = {
            contender.title: checks.check(contender, server)
            for contender, server in zip(contenders, servers, strict=True)
        }
        if len({contender.size for contender in contenders}) == 1:
            checks.same_rows(pages)
        print(f"all {len(servers)} answer with the same fields, rows and refusals", flush=True)
        for number in range(-1 if plan.warm else 0, plan.rounds):
            play_round(number, figures, servers, plan)
        for figure, server in zip(figures, servers, strict=True):
            figure.peak_memory = server.worker_memory()["peak"]
    return figures


def start(stack: ExitStack, figure: Figures, scratch: Path) -> Server:
    """Start one contender for as long as the stack lives, noting how long its first list took."""
    first = scenarios.list_of_50(figure.contender.size)[0]
    contender = figure.contender
    log = scratch / f"{contender.key}.log"
    server = stack.enter_context(
        serving(contender.command, environment(contender), first=first, core=cores.SERVER, log=log)
    )
    figure.starts.append(server.start_seconds)
    figure.idle_memory = server.worker_memory()["now"]
    return server


def play_round(number: int, figures: list[Figures], servers: list[Server], plan: Plan) -> None:
    """Every scenario, everybody in turn; round -1 warms up and is thrown away."""
    for scenario in SCENARIOS:
        turn = list(zip(figures, servers, strict=True))
        shift = max(0, number) % len(turn)  # nobody always goes first
        for figure, server in turn[shift:] + turn[:shift]:
            if not scenario.fits(figure.contender):
                continue
            burst = one_burst(scenario, server, figure.contender.size, plan.warm if number < 0 else plan.seconds, plan)
            if number >= 0:
                figure.bursts.setdefault(scenario.key, []).append(burst)
        if number >= 0:
            show(number, scenario, figures)


def one_burst(scenario: Scenario, server: Server, size: Size, seconds: int, plan: Plan) -> Burst:
    calls = scenario.calls_to(server, size)
    before = server.processor_seconds()
    burst = run(server.base, calls, seconds=seconds, connections=plan.connections, core=cores.LOAD)
    used = server.processor_seconds() - before
    return replace(burst, cpu=used * 1e6 / burst.requests)


def show(number: int, scenario: Scenario, figures: list[Figures]) -> None:
    rates = [
        f"{figure.contender.key} {figure.bursts[scenario.key][-1].rate:,.0f}"
        for figure in figures
        if scenario.key in figure.bursts
    ]
    print(f"round {number + 1} {scenario.title:<22} {'   '.join(rates)}  requests/s", flush=True)
