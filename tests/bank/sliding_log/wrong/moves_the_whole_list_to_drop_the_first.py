"""Finds what has left by binary search, then deletes it from the front of a list, which moves all the rest.

Breaks: law 8 (a call never goes through the rest of the log, hidden in C or not)
Level: cheap
Shows: a log with two million grants, of which one leaves with each call: each take moves two million entries
Expected: a take costs the same on a short log and on a long one; yours: some hundred times as much
Shipped: not known
"""

from bisect import bisect_right

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst and limit differ")
        self._limit = quota.limit
        self._period = quota.period
        self._times: list[int] = []
        self._sums: list[int] = []  # units granted up to and with each entry, since the beginning
        self._before = 0  # units that have left
        self._clock = 0

    def _granted(self) -> int:
        return self._sums[-1] if self._sums else self._before

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self._limit:
            raise ValueError(f"cost {cost} is outside 1..{self._limit}")
        self._clock = now = max(now, self._clock)
        gone = bisect_right(self._times, now - self._period)
        if gone:
            self._before = self._sums[gone - 1]
            del self._times[:gone]
            del self._sums[:gone]
        target = self._granted() + cost
        over = target - self._before - self._limit
        if over <= 0:
            self._times.append(now)
            self._sums.append(target)
            return 0
        last = bisect_right(self._sums, self._before + over - 1)
        return self._times[last] + self._period - now

    def level(self, now: int) -> Level:
        gone = bisect_right(self._times, now - self._period)
        if gone == len(self._times):
            return Level(self._limit, 0)
        before = self._sums[gone - 1] if gone else self._before
        used = self._granted() - before
        return Level(self._limit - used, max(0, self._times[-1] + self._period - now))
