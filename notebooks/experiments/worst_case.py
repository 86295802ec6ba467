"""The most that a limiter grants in a short time, and the client that gets it."""

from collections.abc import Callable
from itertools import accumulate, product

from pictures.retries import as_told
from pictures.trace import Arrival
from ratelimit import Meter, Quota
from ratelimit.protocols import Algorithm
from ratelimit.replay import replay


def greedy(meter: Meter, start: int, end: int, again: Callable[[int, int], int] = as_told) -> list[Arrival]:
    """Ask for one unit after another, and after each refusal as soon as the limiter says: no unit goes unused."""
    now, refusals, arrivals = start, 0, []
    while now <= end:
        arrivals.append((now, 1))
        wait = meter.take(now, 1)
        refusals = refusals + 1 if wait else 0
        now += again(wait, refusals) if wait else 0
    return arrivals


def starts(algorithm: Algorithm, quota: Quota, longest: int) -> list[list[int]]:
    """Return when a greedy client is granted, counted from its start, for a start at each tick of a window."""
    found = []
    for start in range(quota.period, 2 * quota.period):
        arrivals = greedy(algorithm(quota), start, start + longest)
        found.append([step.now - start for step in replay(algorithm(quota), arrivals) if not step.wait])
    return found


def worst(algorithm: Algorithm, quota: Quota, longest: int) -> list[int]:
    """Return the most that a greedy client is granted in any interval of 0, 1, 2, ... ticks, both ends included."""
    most = [0] * (longest + 1)
    for granted in starts(algorithm, quota, longest):
        for number, after in enumerate(granted, start=1):
            most[after] = max(most[after], number)
    return list(accumulate(most, max))


def every_timeline(algorithm: Algorithm, quota: Quota, ticks: int) -> list[int]:
    """Return the same for all timelines: at each of so many ticks, from no unit to the limit is asked for."""
    most = [0] * ticks
    for asks in product(range(quota.limit + 1), repeat=ticks):
        arrivals = ((now, 1) for now, units in enumerate(asks) for _ in range(units))
        granted = [step.now for step in replay(algorithm(quota), arrivals) if not step.wait]
        for first, now in enumerate(granted):
            for last in range(first, len(granted)):
                most[granted[last] - now] = max(most[granted[last] - now], last - first + 1)
    return list(accumulate(most, max))
