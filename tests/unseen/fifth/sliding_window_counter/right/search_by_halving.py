"""Right: one predicate, `fits`, and everything else by halving over it; closures hold the state."""

from collections.abc import Callable

from ratelimit import Level, Quota


def first_true(holds: Callable[[int], bool], low: int, high: int) -> int:
    """The smallest number above low that holds; low does not, high does, and so do all between it and high."""
    while high - low > 1:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle
    return high


def counter(limit: int, period: int):
    clock = newest = 0
    units = (0, 0)  # in the window before the newest, and in the newest

    def seen_from(window: int) -> tuple[int, int]:
        return (*units, 0, 0)[min(window - newest, 2) :][:2]

    def fits(tick: int, cost: int) -> bool:
        before, current = seen_from(tick // period)
        return before * (period - tick % period) + (current + cost) * period <= limit * period

    def wait(now: int, at: int, cost: int) -> int:
        return first_true(lambda tick: fits(tick, cost), at, at - at % period + 2 * period) - now

    def take(now: int, cost: int) -> int:
        nonlocal clock, newest, units
        if cost < 1 or cost > limit:
            raise ValueError("cost can never be granted")
        clock = max(clock, now)
        units, newest = seen_from(clock // period), clock // period
        if not fits(clock, cost):
            return wait(now, clock, cost)
        units = units[0], units[1] + cost
        return 0

    def level(now: int) -> Level:
        at = max(now, clock)
        remaining = first_true(lambda cost: not fits(at, cost), 0, limit + 1) - 1
        return Level(remaining, 0 if remaining == limit else wait(now, at, limit))

    return take, level


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("no burst, please")
        self._take, self._level = counter(quota.limit, quota.period)

    def take(self, now: int, cost: int = 1) -> int:
        return self._take(now, cost)

    def level(self, now: int) -> Level:
        return self._level(now)
