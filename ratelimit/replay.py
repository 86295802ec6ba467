"""Play a timeline to a meter, and record its answers."""

from collections.abc import Iterable
from typing import NamedTuple

from ratelimit.decision import Level
from ratelimit.protocols import Meter


class Step(NamedTuple):
    """One arrival and its answer."""

    now: int
    cost: int

    wait: int
    """0 if it was granted, else the ticks to wait."""

    delay: int
    """Ticks until it goes ahead if granted; 0 unless the meter paces its grants."""

    level: Level
    """What the meter held just after."""


def replay(meter: Meter, arrivals: Iterable[tuple[int, int]]) -> list[Step]:
    """Take each `(now, cost)` in its order from the meter, and return one step for each.

    The meter continues from its current state: pass a new one for a new timeline.
    """
    ask = getattr(meter, "delay", None)
    trace = []
    for now, cost in arrivals:
        delay = ask(now) if ask else 0
        wait = meter.take(now, cost)
        trace.append(Step(now, cost, wait, delay, meter.level(now)))
    return trace
