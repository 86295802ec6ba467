"""Raises for a cost that this window's count leaves no room for, although the next window will have it.

Breaks: law 5 (only a cost below 1 or above limit is an error)
Level: cost
Shows: 3/10: take(0, 2) take(1, 2)
Expected: take(1, 2) answers 14; yours: ValueError
Shipped: not known
"""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("can't burst")
        self._quota = quota
        self._k = self._prev = self._cur = 0

    def _peek(self, k):
        d = k - self._k
        return (self._prev, self._cur) if d <= 0 else (self._cur * (d == 1), 0)

    def take(self, now: int, cost: int = 1) -> int:
        n, p = self._quota.limit, self._quota.period
        if cost < 1 or cost > n:
            raise ValueError(f"cost {cost} is out of bounds")
        now = max(now, self._k * p)
        k, e = divmod(now, p)
        self._prev, self._cur = self._peek(k)
        self._k = k
        if self._prev * (p - e) + (self._cur + cost) * p <= n * p:
            self._cur += cost
            return 0
        available = n - self._cur
        if cost > available > 0:
            raise ValueError(f"{cost} is more than the {available} units there are")
        if available == 0:  # full: wait for the next window, where cur fades
            return 2 * p - (n - cost) * p // self._cur - e
        return p - (n - self._cur - cost) * p // self._prev - e

    def level(self, now: int) -> Level:
        n, p = self._quota.limit, self._quota.period
        k, e = divmod(now, p)
        prev, cur = self._peek(k)
        return Level(max(0, (n * p - prev * (p - e) - cur * p) // p), (2 * p - e) if cur else (p - e) * (prev > 0))
