"""Right: entries by number in a dict, each with the sum of all costs up to it; from the oldest on it gallops, then bisects, for what has left and for the wait."""

from bisect import bisect_left
from collections.abc import Callable

from ratelimit import Level, Quota


def gallop(numbers: range, value: int, key: Callable[[int], int]) -> int:
    """Return the place of the first number whose key is at least `value`: it looks twice as far each time, then halves."""
    step = 1
    while step < len(numbers) and key(numbers[step - 1]) < value:
        step *= 2
    return bisect_left(numbers, value, lo=step // 2, hi=min(step, len(numbers)), key=key)


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        self._limit, self._period = quota.limit, quota.period
        if quota.burst != self._limit:
            raise ValueError("burst must equal limit")
        self._entries: dict[int, tuple[int, int]] = {}  # number -> (tick, sum of the costs so far)
        self._numbers = range(0, 0)
        self._clock = 0
        self._granted = 0  # the sum of all costs ever
        self._gone = 0  # the sum of those that are removed

    def _tick(self, number: int) -> int:
        return self._entries[number][0]

    def _sum(self, number: int) -> int:
        return self._entries[number][1]

    def _left_by(self, now: int) -> tuple[int, int]:
        """How many of the entries have left at `now`, and the sum of all costs up to the last of them."""
        count = gallop(self._numbers, now - self._period + 1, self._tick)
        return count, self._sum(self._numbers[count - 1]) if count else self._gone

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._limit:
            raise ValueError("cost out of range")
        if now < self._clock:
            return self._clock - now
        self._clock = now
        count, self._gone = self._left_by(now)
        for number in self._numbers[:count]:
            del self._entries[number]
        self._numbers = self._numbers[count:]
        if not self._numbers:
            self._entries = {}
        total = self._granted + cost
        if total - self._gone <= self._limit:
            number = self._numbers.stop
            self._entries[number] = now, total
            self._numbers = range(self._numbers.start, number + 1)
            self._granted = total
            return 0
        place = gallop(self._numbers, total - self._limit, self._sum)
        return self._tick(self._numbers[place]) + self._period - now

    def level(self, now: int) -> Level:
        count, gone = self._left_by(now)
        if count == len(self._numbers):
            return Level(self._limit, 0)
        return Level(self._limit - self._granted + gone, self._tick(self._numbers[-1]) + self._period - now)
