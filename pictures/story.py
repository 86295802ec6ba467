"""What one limiter did with its traffic, and what it had left at each moment."""

from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeAlias

from ratelimit import GCRA, FixedWindow, LeakyBucket, Meter, Quota, SlidingLog, SlidingWindowCounter, TokenBucket
from ratelimit.protocols import Algorithm
from ratelimit.replay import Step, replay

Arrival: TypeAlias = tuple[int, int]
"""When, and for how many units."""

Traffic: TypeAlias = Callable[[Meter], list[Arrival]]
"""Who arrives when. It is given a fresh meter to try, as some clients come back depending on what they are told."""

ALGORITHMS: dict[str, Algorithm] = {
    "fixed window": FixedWindow,
    "sliding log": SlidingLog,
    "sliding counter": SlidingWindowCounter,
    "token bucket": TokenBucket,
    "GCRA": GCRA,
    "leaky bucket": LeakyBucket,
}


class Story(NamedTuple):
    """One limiter over time."""

    name: str
    steps: list[Step]

    levels: list[tuple[int, int]]
    """From when on how many units were left; empty if nobody knows, and then it is not drawn."""

    start: int
    end: int

    @property
    def capacity(self) -> int:
        """The most that was ever left, as at the start; 0 if nobody knows."""
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
        """Whether any grant had to wait before it went ahead."""
        return any(step.delay for step in self.steps if not step.wait)

    def most(self, ticks: int) -> int:
        """Return the most units granted in any interval of so many ticks, its end excluded."""
        return _most([(step.now, step.cost) for step in self.steps if not step.wait], ticks)

    def asked(self, ticks: int, after: int) -> int:
        """Return the most units that were asked for in any interval of so many ticks, of what came after a time."""
        return _most([(step.now, step.cost) for step in self.steps if step.now > after], ticks)

    def busiest(self, ticks: int) -> int:
        """Return the most units that go ahead in any interval of so many ticks, its end excluded."""
        return _most([(step.now + step.delay, step.cost) for step in self.steps if not step.wait], ticks)

    def __str__(self) -> str:
        longest = max((step.delay for step in self.steps if not step.wait), default=0)
        waits = f", goes ahead up to {longest} ticks later" if longest else ""
        return f"{self.name}: {self.granted} granted, {self.refused} refused{waits}"


def watch(name: str, meter: Meter, arrivals: Iterable[Arrival], span: tuple[int, int]) -> Story:
    """Play a timeline to a new meter, and look at what it has left in between."""
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
    return Story(name, steps, levels, *span)


def tell(quota: Quota, traffic: Traffic, end: int, *names: str) -> list[Story]:
    """Tell the story of the same traffic with each algorithm, or with those that are named."""
    chosen = [(name, ALGORITHMS[name]) for name in names or ALGORITHMS]
    return [watch(name, algorithm(quota), traffic(algorithm(quota)), (0, end)) for name, algorithm in chosen]


def _most(units: list[Arrival], ticks: int) -> int:
    return max((sum(cost for now, cost in units if 0 <= now - begin < ticks) for begin, _ in units), default=0)
