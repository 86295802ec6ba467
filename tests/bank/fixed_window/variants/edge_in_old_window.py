"""Variant of wrong/edge_in_old_window: a dict with one entry, from the window's number to its count."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a fixed window has no burst")
        self._cap = quota.limit
        self._len = quota.period
        self._tally = {-1: 0}

    def _number(self, tick: int) -> int:
        return (tick - 1) // self._len

    def _first_tick(self, number: int) -> int:
        return number * self._len + 1

    def take(self, now: int, cost: int = 1) -> int:
        if cost <= 0 or cost > self._cap:
            raise ValueError("this cost can never be granted")
        (number,) = self._tally
        if self._number(now) > number:
            number = self._number(now)
            self._tally = {number: 0}
        total = self._tally[number] + cost
        if total > self._cap:
            return self._first_tick(number + 1) - now
        self._tally[number] = total
        return 0

    def level(self, now: int) -> Level:
        ((number, count),) = self._tally.items()
        if count == 0 or self._number(now) > number:
            return Level(self._cap, 0)
        return Level(self._cap - count, self._first_tick(number + 1) - now)
