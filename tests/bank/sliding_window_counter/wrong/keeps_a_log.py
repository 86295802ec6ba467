"""Keeps every grant of the last two windows and adds them up on each call.

Breaks: law 8 (neither time nor numbers kept grow with the limit)
Level: cheap
Shows: with 100 000 grants in this window, every take adds up 100 000 entries
Expected: a few numbers kept; yours: one for each grant
Shipped: not known
"""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.quota = quota
        self.clock = 0
        self.grants: list[tuple[int, int]] = []

    def _count(self, window: int) -> int:
        return sum(units for time, units in self.grants if time // self.quota.period == window)

    def _wait(self, now: int, cost: int) -> int:
        period, room = self.quota.period, self.quota.limit - cost
        window, elapsed = divmod(now, period)
        p, q, left = self._count(window - 1), self._count(window), period - elapsed
        if p * left + q * period <= room * period:
            return 0
        if q <= room:
            return left - (room - q) * period // p
        return left + period - room * period // q

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.limit:
            raise ValueError(f"cost must be in 1..{self.quota.limit}")
        self.clock = now = max(now, self.clock)
        wait = self._wait(now, cost)
        if not wait:
            oldest = (now // self.quota.period - 1) * self.quota.period
            self.grants = [grant for grant in self.grants if grant[0] >= oldest]
            self.grants.append((now, cost))
        return wait

    def level(self, now: int) -> Level:
        now = max(now, self.clock)
        window, elapsed = divmod(now, self.quota.period)
        used = self._count(window - 1) * (self.quota.period - elapsed) + self._count(window) * self.quota.period
        return Level(max(0, self.quota.limit - -(-used // self.quota.period)), self._wait(now, self.quota.limit))
