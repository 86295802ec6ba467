"""Rounds what remains up, so it promises a unit that take refuses.

Breaks: law 7 (remaining is the largest cost that take would grant)
Level: level
Shows: 1/10: take(0) level(15)
Expected: Level(remaining=0, reset_after=5); yours: Level(remaining=1, reset_after=5)
Shipped: not known
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
        if cost < 1 or cost > self.limit:
            raise ValueError(f"cost must be in 1..{self.limit}")
        self.clock = now = max(now, self.clock)
        wait = self._wait(now, cost)
        if not wait:
            p, q, _ = self._counts(now)
            self.counts = {now // self.period - 1: p, now // self.period: q + cost}
        return wait

    def level(self, now: int) -> Level:
        now = max(now, self.clock)
        p, q, left = self._counts(now)
        return Level(max(0, self.limit - q - p * left // self.period), self._wait(now, self.limit))
