"""Pops the oldest grants while it works out the wait of a refusal, and never puts them back.

Breaks: law 3 (a refusal is free, and nothing it says may let others in)
Level: refusal
Shows: 3/10: take(0, 3) take(1) take(2)
Expected: take(2) answers 8; yours: 0
Shipped: not known
"""

from collections import deque

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("the burst of a log is its limit")
        self._q = deque()
        self._free = quota.limit
        self._limit = quota.limit
        self._period = quota.period
        self._clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._limit:
            raise ValueError("cost out of range")
        self._clock = now = max(now, self._clock)
        wait = 0
        # make room: first what has expired anyway, then as far ahead as need be
        while self._q:
            t, c = self._q[0]
            age_left = t + self._period - now
            if age_left > 0 and self._free >= cost:
                break
            self._q.popleft()
            self._free += c
            wait = max(wait, age_left)
        if wait > 0:
            return wait
        self._q.append((now, cost))
        self._free -= cost
        return 0

    def level(self, now: int) -> Level:
        free = self._free
        last = 0
        for t, c in self._q:
            if t + self._period > now:
                last = self._q[-1][0] + self._period - now
                break
            free += c
        return Level(free, max(last, 0))
