"""Timelines for whoever counts in floats: parts that add up to exactly a whole, and times that no float can hold."""

from collections.abc import Iterator

from katas.grader.timeline import Call, Limit, Timeline
from katas.interview.variants.laws.asked import PLAN
from katas.interview.variants.variant import Variant
from ratelimit import Quota

# Quotas, and times of requests; one for three units at 4 is 4x3. The last of each is granted, but not by all floats.
_TOKENS = (
    "1/10: 0 5 7 9 10",
    "2/10: 0 2 5",
    "3/10: 0 0 0 1 4 8 10",
    "3/10: 0 4 4 4",
    "2/3: 0 1 2 3",
    "1/7: 0 3 5 7",
    "3/7: 0 0 3 3 5 7",
    "3/7: 0 3 3 3",
    "1/6: 0 3 5 6",
    "5/60: 0 0 0 2 2 20 24",
    "1/60: 0 18 39 60",
)
_BURSTS = (
    "1/10 burst 2: 0 4 10",
    "1/10 burst 2: 0 4 9 10",
    "2/10 burst 2: 0 2 5",
    "3/10 burst 2: 0 0 4 8 10",
    "7/10 burst 1: 0 2",
    "1/3 burst 3: 0 0 1 3",
    "1/7 burst 2: 0 2 4 6 7",
)
_COSTS = ("3/10: 0 3 4x2 7 10", "7/10: 0x2 3x2 3x2 3 3x2", "3/7: 0x3 3 5 7", "5/60: 0 0x2 5x5 5x2 12")
_BURSTS_AND_COSTS = ("1/10 burst 3: 0 3x2 6 10", "3/10 burst 4: 0x4 4x4 8x2 10", "2/3 burst 3: 0x3 2 3")
_NOW = 1_790_000_000_000_000_000  # nanoseconds since 1970: floats there are 256 apart
_SECOND = 1_000_000_000
_YEAR = 365 * 24 * 60 * 60 * _SECOND


def exact(variant: Variant, features: frozenset[str]) -> Iterator[Timeline]:
    """Yield those for a level with so many features: of one client, of two, on a plan, and in a second window."""
    found = list(map(_read, _lines(variant)))
    found += _tokens_of_large_times() if variant.windows == "bucket" else _windows_of_large_times(variant)
    for quota, asks in found:
        if "two windows" in features:
            wide = Quota(100, quota.period if variant.windows != "bucket" else 100 * 2 ** quota.period.bit_length())
            yield _timeline(variant, [Limit(wide), Limit(quota)], asks, ("ann",))
            continue
        yield _timeline(variant, [Limit(quota)], asks, ("ann",))
        if "clients" in features:
            yield _timeline(variant, [Limit(quota)], asks, ("ann", "bob"))
        if "plans" in features:
            yield _timeline(variant, [Limit(Quota(2, 16)), Limit(quota, PLAN)], asks, (f"ann, {PLAN}",))


def _lines(variant: Variant) -> tuple[str, ...]:
    if variant.windows != "bucket":
        return ()
    bursts, costs = _BURSTS if variant.burst else (), _COSTS if variant.costs else ()
    return _TOKENS + bursts + costs + (_BURSTS_AND_COSTS if bursts and costs else ())


def _read(line: str) -> tuple[Quota, list[tuple[int, int]]]:
    limit, _, words = line.partition(": ")
    asks = [word.partition("x") for word in words.split()]
    found = Limit.parse(limit)
    if found is None:
        raise ValueError(f"a line is written 2/10 burst 2: 0 4x2, got {line}")
    return found.quota, [(int(now), int(cost or 1)) for now, _, cost in asks]


def _tokens_of_large_times() -> Iterator[tuple[Quota, list[tuple[int, int]]]]:
    """A token of a minute is there at the very nanosecond; the wait for one of seven a year is no float."""
    for start in (0, _NOW):
        for limit, due in ((1, 60 * _SECOND), (7, 8_571_428_572)):  # rounded up
            begun = [(start, 1)] * limit
            yield Quota(limit, 60 * _SECOND), [*begun, (start + due - 1, 1), (start + due, 1)]
        yield Quota(7, _YEAR), [(start, 1)] * 8


def _windows_of_large_times(variant: Variant) -> Iterator[tuple[Quota, list[tuple[int, int]]]]:
    """One request a second passes: the first ones a nanosecond before an edge and at it, the next a second later."""
    quota = Quota(1, _SECOND)
    for first in (_NOW - 1, _NOW, _NOW + 1):
        for gap in (1, 2, _SECOND - 1, _SECOND, _SECOND + 1):
            yield quota, [(first, 1), (first + gap, 1)]
    steps = (0, 0, _SECOND - 1, _SECOND, _SECOND + 1)
    yield Quota(2, _SECOND), [(_NOW + step, 1) for step in steps]
    if variant.costs:
        yield Quota(2, _SECOND), [(_NOW + step, 2) for step in steps[1:]]


def _timeline(variant: Variant, limits: list[Limit], asks: list[tuple[int, int]], keys: tuple[str, ...]) -> Timeline:
    calls = tuple(Call(variant.method, now, cost, key) for now, cost in asks for key in keys)
    return Timeline(limits[0].quota, calls).under(limits)
