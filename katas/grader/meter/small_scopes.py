"""Every timeline up to a length, for small quotas: nothing small hangs on luck."""

from collections.abc import Iterator
from functools import cache
from itertools import product

from katas.grader.meter.oracle import Oracle
from katas.grader.timeline import Call, Timeline
from ratelimit import Quota

WINDOWS = (Quota(1, 2), Quota(2, 2), Quota(2, 3), Quota(3, 2), Quota(1, 1), Quota(3, 4))
BUCKETS = (
    Quota(1, 2, 1),
    Quota(1, 2, 2),
    Quota(2, 3, 1),
    Quota(2, 3, 3),
    Quota(3, 2, 2),
    Quota(1, 3, 3),
    Quota(2, 1, 2),
)


def small_scopes(oracle: type[Oracle], *asks: str, back: bool = False, deep: bool = False) -> Iterator[Timeline]:
    """Yield them; with `asks` these methods are asked too, with `back` time may go back."""
    for quota in BUCKETS if oracle.has_burst else WINDOWS:
        period = quota.period
        gaps = sorted(
            {0, 1, period} | ({-1, -period} if back else set()) | (set() if asks else {period - 1, period + 1})
        )
        yield from every_timeline(quota, 4 if deep else 3, gaps, (1, 2), asks)  # a cost of 2 may never fit
    lean = Quota(2, 3, 2)
    yield from every_timeline(lean, 6 if deep else 5, [0, 1, 3], (1, 2) if not back and not asks else (1,), asks)


def every_timeline(
    quota: Quota, length: int, gaps: list[int], costs: tuple[int, ...], asks: tuple[str, ...]
) -> Iterator[Timeline]:
    """Yield every timeline of so many takes; a shorter one is the beginning of a longer one.

    After a take, what else is asked is asked first about the tick that was asked about last.
    """
    call = cache(Call)  # there are few, in ten thousands of timelines
    for steps in product(product(gaps, costs), repeat=length):
        now, calls, looked = quota.period + 1 if min(gaps) < 0 else 0, list[Call](), 0
        for number, (gap, cost) in enumerate(steps):
            now += gap if number else max(0, gap - 1)
            if now < 0:
                break
            calls.append(call("take", now, cost))
            if number and asks:
                ticks = (now + 1, now) if looked == now + 1 else (now, now + 1)
                calls += [call(ask, tick) for tick in ticks for ask in asks]
                looked = ticks[-1]
        else:
            calls += [call(ask, now + later) for ask in asks for later in (quota.period - 1, quota.period)]
            yield Timeline(quota, tuple(calls))
