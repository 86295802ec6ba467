"""Ways in which clients retry after a refusal."""

from collections.abc import Callable, Iterable
from heapq import heapify, heappop, heappush
from random import Random
from typing import TypeAlias

from pictures.trace import Arrival
from ratelimit import Meter

Again: TypeAlias = Callable[[int, int], int | None]
"""After how many ticks a client retries, given the wait that it was told and its refusals so far; `None`: never."""


def ask(meter: Meter, first: Iterable[int], again: Again, end: int) -> list[Arrival]:
    """Let each client ask for one unit until it is granted, gives up, or time is over; return all arrivals."""
    queue = [(now, client, 0) for client, now in enumerate(first)]
    heapify(queue)
    arrivals: list[Arrival] = []
    while queue:
        now, client, refusals = heappop(queue)
        if now > end:
            break
        arrivals.append((now, 1))
        wait = meter.take(now, 1)
        pause = again(wait, refusals + 1) if wait else None
        if pause is not None:
            heappush(queue, (now + pause, client, refusals + 1))
    return arrivals


def as_told(wait: int, _: int) -> int:
    """Retry exactly after the wait that was told."""
    return wait


def fixed_pause(pause: int, tries: int | None = None) -> Again:
    """Ignore the wait: retry after a fixed pause, at most so many times."""
    return lambda _, refusals: None if tries is not None and refusals > tries else pause


def jittered(ticks: int, seed: int = 0) -> Again:
    """Retry after the wait that was told, and up to so many ticks more at random."""
    random = Random(seed)
    return lambda wait, _: wait + random.randrange(ticks)


def backoff(pause: int, seed: int = 0) -> Again:
    """Ignore the wait: retry after a random time below a bound that doubles with each refusal."""
    random = Random(seed)
    return lambda _, refusals: 1 + random.randrange(pause * 2 ** (refusals - 1))


def whole_seconds(second: int, trip: int, *, up: bool) -> Callable[[int, int], int]:
    """Retry after a wait in whole seconds, rounded up or down; 0 means at once, a round trip later."""
    return lambda wait, _: max(trip, (wait + second - 1 if up else wait) // second * second)
