"""The trace of a limiter: how it answered each request, and how many units it had left at each moment."""

from collections.abc import Callable, Iterable
from typing import Literal, NamedTuple, TypeAlias

from ratelimit import GCRA, FixedWindow, LeakyBucket, Level, Meter, Quota, SlidingLog, SlidingWindowCounter, TokenBucket
from ratelimit.protocols import Algorithm
from ratelimit.replay import Step, replay

Arrival: TypeAlias = tuple[int, int]
"""When a request arrives, and for how many units."""

Traffic: TypeAlias = Callable[[Meter], list[Arrival]]
"""Return the arrivals. It gets a new meter of its own, as some clients retry after the wait that they are told."""

ALGORITHMS: dict[str, Algorithm] = {
    "fixed window": FixedWindow,
    "sliding log": SlidingLog,
    "sliding counter": SlidingWindowCounter,
    "token bucket": TokenBucket,
    "GCRA": GCRA,
    "leaky bucket": LeakyBucket,
}


class Trace(NamedTuple):
    """One row of a picture: what happened to requests over time."""

    name: str
    steps: list[Step]

    levels: list[tuple[int, int]]
    """From when on how many units were left; empty if that is not known, and then it is not drawn."""

    start: int
    end: int

    shows: Literal["answers", "arrivals", "departures"] = "answers"
    """Arrivals and departures are requests only: there is nothing to refuse, and nothing left."""

    @property
    def capacity(self) -> int:
        """The most that was ever left, as at the start; 0 if that is not known."""
        return max((left for _, left in self.levels), default=0)

    @property
    def granted(self) -> int:
        """Units that were granted."""
        return sum(step.cost for step in self.steps if not step.wait)

    @property
    def refused(self) -> int:
        """Units that were refused."""
        return sum(step.cost for step in self.steps if step.wait)

    @property
    def delayed(self) -> bool:
        """Whether any granted request has to wait in a queue."""
        return any(step.delay for step in self.steps if not step.wait)

    def most(self, ticks: int) -> int:
        """Return the most units granted in any interval of so many ticks, its end excluded."""
        return _most([(step.now, step.cost) for step in self.steps if not step.wait], ticks)

    def asked(self, ticks: int, after: int) -> int:
        """Return the most units that were asked for in any interval of so many ticks, after a given time."""
        return _most([(step.now, step.cost) for step in self.steps if step.now > after], ticks)

    def busiest(self, ticks: int) -> int:
        """Return the most units that leave in any interval of so many ticks, its end excluded."""
        return _most([(step.now + step.delay, step.cost) for step in self.steps if not step.wait], ticks)

    def __str__(self) -> str:
        if self.shows != "answers":
            return f"{self.name}: {self.granted} requests"
        longest = max((step.delay for step in self.steps if not step.wait), default=0)
        waits = f", up to {longest} ticks in the queue" if longest else ""
        return f"{self.name}: {self.granted} granted, {self.refused} refused{waits}"


def record(name: str, meter: Meter, arrivals: Iterable[Arrival], span: tuple[int, int]) -> Trace:
    """Replay arrivals on a new meter, and record what it has left in between."""
    since, end = span
    every = max(1, (end - since) // 4000)  # finer than a pixel
    steps: list[Step] = []
    levels = [(since, meter.level(since).remaining)]

    def look_until(now: int) -> None:
        for tick in range(since, now, every):
            remaining = meter.level(tick).remaining
            if levels[-1][1] != remaining:
                levels.append((tick, remaining))

    for arrival in arrivals:
        look_until(arrival[0])
        since = max(since, arrival[0])
        steps += replay(meter, [arrival])
    look_until(end)
    return Trace(name, steps, levels, *span)


def record_all(quota: Quota, traffic: Traffic, end: int, *names: str) -> list[Trace]:
    """Record the same traffic with each algorithm, or with those that are named."""
    chosen = [(name, ALGORITHMS[name]) for name in names or ALGORITHMS]
    return [record(name, algorithm(quota), traffic(algorithm(quota)), (0, end)) for name, algorithm in chosen]


def merge(traces: Iterable[Trace]) -> list[Trace]:
    """Join neighbours that did the same into one trace with both names."""
    merged: list[Trace] = []
    for trace in traces:
        if merged and merged[-1][1:] == trace[1:]:
            merged[-1] = merged[-1]._replace(name=f"{merged[-1].name}, {trace.name}")
        else:
            merged.append(trace)
    return merged


def arrivals(traffic: Traffic, end: int, name: str = "requests, without retries") -> Trace:
    """Return what arrives if nothing is refused, so without any retries."""
    unlimited = FixedWindow(Quota(10**9, 1))
    return Trace(name, [_sent(now, cost) for now, cost in traffic(unlimited)], [], 0, end, "arrivals")


def departures(trace: Trace, name: str) -> Trace:
    """Return when granted requests leave the queue."""
    steps = [_sent(step.now + step.delay, step.cost) for step in trace.steps if not step.wait]
    return Trace(name, steps, [], trace.start, trace.end, "departures")


def _sent(now: int, cost: int) -> Step:
    return Step(now, cost, 0, 0, Level(0, 0))


def _most(units: list[Arrival], ticks: int) -> int:
    return max((sum(cost for now, cost in units if 0 <= now - begin < ticks) for begin, _ in units), default=0)
