"""Right: no formula for the wait or for what remains, both are found by halving with the one question `would it be granted`; late takes are refused."""

from collections.abc import Callable

from ratelimit import Level, Quota


def first(low: int, high: int, holds: Callable[[int], bool]) -> int:
    """The first number from low to high for which it holds; it holds for high, and once it holds it goes on."""
    while low < high:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle + 1
    return low


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst is not the limit")
        self.quota = quota
        self.last_seen = 0
        self.units = {0: 0}

    def _in_window(self, number: int) -> int:
        return self.units.get(number, 0)

    def _granted(self, now: int, cost: int) -> bool:
        window, elapsed = divmod(now, self.quota.period)
        old = self._in_window(window - 1) * (self.quota.period - elapsed)
        return old + (self._in_window(window) + cost) * self.quota.period <= self.quota.limit * self.quota.period

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.limit:
            raise ValueError("cost is not in 1..limit")
        if now < self.last_seen:
            return self.last_seen - now
        self.last_seen = now
        window = now // self.quota.period
        self.units = {number: self._in_window(number) for number in (window - 1, window)}
        if self._granted(now, cost):
            self.units[window] += cost
            return 0
        return first(1, 2 * self.quota.period, lambda wait: self._granted(now + wait, cost))

    def level(self, now: int) -> Level:
        least_refused = first(
            1, self.quota.limit + 1, lambda cost: cost > self.quota.limit or not self._granted(now, cost)
        )
        everything = self.quota.limit
        if self._granted(now, everything):
            return Level(everything, 0)
        wait = first(1, 2 * self.quota.period, lambda wait: self._granted(now + wait, everything))
        return Level(least_refused - 1, wait)
