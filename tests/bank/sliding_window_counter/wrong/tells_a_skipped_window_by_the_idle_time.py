"""Thinks a window was skipped only after two periods without a call, and else takes the older count for the last.

Breaks: law 1 (only the window just before counts)
Level: weight
Shows: 4/10: take(9, 4) take(20)
Expected: take(20) answers 0; yours: 3
Shipped: not known
"""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("the burst of a window is its limit")
        self._limit, self._period = quota.limit, quota.period
        self._last = 0  # time of the last call
        self._old = self._new = 0

    def _at(self, now: int) -> tuple[int, int]:
        if now - self._last >= 2 * self._period:
            return 0, 0  # idle for so long that nothing is in view
        if now // self._period > self._last // self._period:
            return self._new, 0
        return self._old, self._new

    def take(self, now: int, cost: int = 1) -> int:
        L, P = self._limit, self._period
        if cost < 1 or cost > L:
            raise ValueError(f"cost must be at least 1 and at most {L}")
        now = max(now, self._last)
        self._old, self._new = self._at(now)
        self._last = now
        e = now % P
        if self._old * (P - e) + (self._new + cost) * P <= L * P:
            self._new += cost
            return 0
        if self._new + cost <= L:
            return P - (L - cost - self._new) * P // self._old - e
        return 2 * P - (L - cost) * P // self._new - e

    def level(self, now: int) -> Level:
        L, P = self._limit, self._period
        old, new = self._at(max(now, self._last))
        e = now % P
        remaining = (L * P - old * (P - e) - new * P) // P
        reset = 2 * P - e if new else P - e if old else 0
        return Level(max(remaining, 0), reset)
