"""Timelines of many limits, all of them windows, in which each place counts: alone, in a tie, and by a hair."""

from collections.abc import Iterator, Sequence

from katas.grader.composite.widths import MANY
from katas.grader.timeline import Call, Limit, Timeline
from ratelimit import Quota

FAR = 127  # places before the last three, so that an index has three digits, or eight bits
MOST_PLACES = 257  # because of a number in the submission
AMPLE = Limit(Quota(1000, 4), "FixedWindow")

Places = tuple[int, ...]
_ACROSS = ((2, 10), (9, 16), (35, 100), (63, 99))  # in a text, a table or few bits, the second may come first


def crowds(numbers: tuple[int, ...], *asks: str) -> Iterator[Timeline]:
    """Yield timelines of two dozen limits, of 130, and of a few more than each of these numbers."""
    alone = [(MANY - 2 - step // 2 if step % 2 == 0 else step // 2,) for step in range(MANY - 1)]  # 22, 0, 21, 1, ...
    yield staircase(MANY, [*alone, (MANY - 1,)], *asks)
    yield staircase(MANY, [(place, place + MANY // 2) for place in range(MANY // 2)], *asks)
    for number in (MANY, FAR, *(number for number in numbers if number <= MOST_PLACES)):
        yield staircase(number + 3, around(number), *asks)
        yield from narrow(number + 3, *asks)


def around(place: int) -> list[Places]:
    """Return steps at this place and beside it: the first and the last alone, ties between them."""
    return [(place,), *(pair for pair in _ACROSS if pair[1] < place - 1), (place - 1, place + 2), (place + 1,)]


def staircase(size: int, steps: Sequence[Places], *asks: str) -> Timeline:
    """Return takes that one step after the other decides: one that is granted, and then one that is refused.

    The limits of a step are at these places, all alike: two places are a tie. At all other places nobody is ever short.
    """
    limits, calls, now = [AMPLE] * size, [Call("take", 0, 2)], 0
    for number, places in enumerate(steps):
        for place in places:
            limits[place] = Limit(Quota(number + 1, 8 * 3**number), "FixedWindow")
        calls += [Call("take", now), *(Call(ask, now) for ask in asks), Call("take", now)]
        now = 8 * 3**number
    return Timeline(limits[0].quota, tuple(calls)).under(limits)


def narrow(size: int, *asks: str) -> Iterator[Timeline]:
    """Yield timelines in which the last limit decides, ahead of the first by one unit or one tick."""
    places = [*range(1, size), 0]
    takes = (Call("take", 0), *(Call(ask, 0) for ask in asks), Call("take", 0, 2), Call("take", 0, 3))
    for quotas in (
        [Quota(2 + place, 64) for place in places],
        [Quota(2, 64 + size - place) for place in places],
    ):
        yield Timeline(quotas[0], takes).under([Limit(quota, "FixedWindow") for quota in quotas])
