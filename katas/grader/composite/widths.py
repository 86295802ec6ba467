"""Timelines of several limits around given numbers, long ones, and ones of many limits."""

from collections.abc import Iterator
from itertools import cycle, islice

from katas.grader.composite.inputs import Limits
from katas.grader.composite.spec import CompositeSpec
from katas.grader.meter.long_runs import bouts
from katas.grader.meter.oracle import ALGORITHMS, TokenBucket
from katas.grader.meter.widths import MOST_COST, PLAYS, Player, calls_of, quotas_around
from katas.grader.timeline import Call, Limit, Timeline
from ratelimit import Quota

WIDTHS = (2**31, 2**53, 10**15, 2**63, 10**28)
MANY, MOST_LIMITS = 24, 64  # limits of one key, and because of a number in the submission
LONG, MOST = 600, 10_000  # calls, and because of a number in the submission
BOUT, LONGEST_BOUT = 70, 600  # calls of one kind in a row


def around(numbers: tuple[int, ...], *asks: str, plays: int = 1) -> Iterator[Timeline]:
    """Yield timelines in which a number is a limit, a period, a burst, a cost, a gap or a date of one of two limits.

    Every other pair has the same capacity: so both refuse at once.
    """
    names, turns = cycle(ALGORITHMS), cycle(PLAYS)
    for number in numbers:
        quotas = list(quotas_around(TokenBucket, number))
        for place, (one, other) in enumerate(zip(quotas[::2], quotas[3::2], strict=False)):
            first = limited(one, next(names))
            second = limited(other, next(names), first.quota.burst if place % 2 else 0)
            limits = (first, second) if place % 4 < 2 else (second, first)
            for play in islice(turns, plays):
                player = Player(CompositeSpec(limits), number, asks, MOST_COST)
                yield Timeline(one, calls_of(play, player)).under(limits)


def limited(quota: Quota, name: str, capacity: int = 0) -> Limit:
    """Return the limit, with this capacity if one is given; without a burst where the algorithm has none."""
    if ALGORITHMS[name].has_burst:
        return Limit(Quota(quota.limit, quota.period, capacity or quota.burst), name)
    return Limit(Quota(capacity or quota.limit, quota.period), name)


def long_runs(numbers: tuple[int, ...], *asks: str) -> Iterator[Timeline]:
    """Yield timelines of hundreds of calls, and of more than these numbers; thirty come late near the end."""
    counts = [LONG, *(number + 60 for number in numbers if LONG <= number <= MOST)]
    for count in counts:
        for limits in (
            (Limit(Quota(3, 7), "GCRA"), Limit(Quota(50, 200), "SlidingWindowCounter")),
            (Limit(Quota(count, 9 * count), "FixedWindow"), Limit(Quota(9, 25), "TokenBucket")),
        ):
            calls = [Call("take", 2 * number) for number in range(count)]
            now = calls[-1].now
            calls += [Call("take", now - late) for late in range(1, 31)]
            calls += [Call("take", now), *(Call(ask, now) for ask in asks)]
            yield Timeline(limits[0].quota, tuple(calls)).under(limits)
    bout = max([BOUT, *(number + 60 for number in numbers if 20 < number <= LONGEST_BOUT)])
    limits = (Limit(Quota(3 * bout, 4 * bout), "SlidingLog"), Limit(Quota(3 * bout, 5 * bout), "TokenBucket"))
    yield Timeline(limits[0].quota, calls_of(bouts, Player(CompositeSpec(limits), bout, asks, MOST_COST))).under(limits)


def many_limits(numbers: tuple[int, ...], *asks: str) -> Iterator[Timeline]:
    """Yield timelines of dozens of limits, and of as many as these numbers say, each slower than another."""
    sizes = {size for number in numbers if number <= MOST_LIMITS for size in (number, number + 1)}
    for size in (MANY, *sorted(sizes)):
        for turn in range(2):
            limits = _ladder(size, turn)
            spec, calls = CompositeSpec(limits), list[Call]()
            for _ in range(2 * size):
                now = spec.clock + spec.wait(spec.clock, 1)
                calls += [Call("take", spec.clock), *(Call(ask, now) for ask in asks)]
                spec.take(spec.clock)
                spec.clock = max(spec.clock, now)
            yield Timeline(limits[0].quota, tuple(calls)).under(limits)


def _ladder(size: int, turn: int) -> Limits:
    """Return limits of which each is slower and larger than one, in an order that is no order."""
    names = [*ALGORITHMS]
    limits = [limited(Quota(2 + n, 8 * (n + 1) ** 2), names[n % len(names)]) for n in range(size)]
    return tuple(limits[(n * 7 + turn) % size] if size % 7 else limits[(n + turn) % size] for n in range(size))
