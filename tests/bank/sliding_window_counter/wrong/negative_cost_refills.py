"""Accepts a negative cost, which gives units back.

Breaks: law 4 (a cost below 1 raises)
Level: cost
Shows: 1/10: take(0) take(0, -1)
Expected: ValueError; yours: 0
Shipped: limits 5.8.0 refills the quota on a negative cost; aiolimiter up to 1.2.1 gave a second burst
"""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.limit, self.period = quota.limit, quota.period
        self.counts: dict[int, int] = {}
        self.clock = 0

    def _counts(self, now: int) -> tuple[int, int, int]:
        window, elapsed = divmod(now, self.period)
        return self.counts.get(window - 1, 0), self.counts.get(window, 0), self.period - elapsed

    def _wait(self, now: int, cost: int) -> int:
        p, q, left = self._counts(now)
        room = self.limit - cost
        if p * left + q * self.period <= room * self.period:
            return 0
        if q <= room:
            return left - (room - q) * self.period // p
        return left + self.period - room * self.period // q

    def take(self, now: int, cost: int = 1) -> int:
        if cost > self.limit or cost == 0:
            raise ValueError(f"cannot take {cost}")
        self.clock = now = max(now, self.clock)
        wait = self._wait(now, cost)
        if not wait:
            p, q, _ = self._counts(now)
            self.counts = {now // self.period - 1: p, now // self.period: q + cost}
        return wait

    def level(self, now: int) -> Level:
        now = max(now, self.clock)
        p, q, left = self._counts(now)
        free = (self.limit - q) * self.period - p * left
        return Level(max(0, free // self.period), self._wait(now, self.limit))
