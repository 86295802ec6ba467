"""Clients who come back after a refusal, each in their own way."""

from collections.abc import Callable, Iterable
from heapq import heapify, heappop, heappush
from random import Random
from typing import TypeAlias

from pictures.story import Arrival
from ratelimit import Meter

Again: TypeAlias = Callable[[int, int], int | None]
"""After which ticks a client asks again, given the wait it was told and how often it was refused; `None`: never."""


def ask(meter: Meter, first: Iterable[int], again: Again, end: int) -> list[Arrival]:
    """Let each client ask for one unit until it is granted, gives up, or it is too late; return all that arrived."""
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


def obey(wait: int, _: int) -> int:
    """Come back just when told."""
    return wait


def every(pause: int, tries: int | None = None) -> Again:
    """Don't listen: come back after a fixed pause, at most so many times."""
    return lambda _, refusals: None if tries is not None and refusals > tries else pause


def spread(ticks: int, seed: int = 0) -> Again:
    """Come back when told, and up to so many ticks later."""
    random = Random(seed)
    return lambda wait, _: wait + random.randrange(ticks)


def double(pause: int, seed: int = 0) -> Again:
    """Don't listen: come back after a random time below a pause that is doubled with each refusal."""
    random = Random(seed)
    return lambda _, refusals: 1 + random.randrange(pause * 2 ** (refusals - 1))


def whole(second: int, trip: int, *, up: bool) -> Callable[[int, int], int]:
    """Come back after what a header of whole seconds says, rounded up or down; 0 is at once, a round trip later."""
    return lambda wait, _: max(trip, (wait + second - 1 if up else wait) // second * second)
