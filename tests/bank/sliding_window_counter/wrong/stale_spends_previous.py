"""Lets a late request be decided in, and counted to, the window before the newest one.

Breaks: law 6 (a late request counts as made at the meter's clock)
Level: clock
Shows: 1/10: take(10) take(9)
Expected: a refusal (above 0); yours: 0
Shipped: not known
"""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.quota = quota
        self.counts: dict[int, int] = {}

    def _counts(self, now: int) -> tuple[int, int, int]:
        window, elapsed = divmod(now, self.quota.period)
        return self.counts.get(window - 1, 0), self.counts.get(window, 0), self.quota.period - elapsed

    def _wait(self, now: int, cost: int) -> int:
        p, q, left = self._counts(now)
        period, room = self.quota.period, self.quota.limit - cost
        if p * left + q * period <= room * period:
            return 0
        if q <= room:
            return left - (room - q) * period // p
        return left + period - room * period // q

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.limit:
            raise ValueError(f"cost must be in 1..{self.quota.limit}")
        window = now // self.quota.period
        newest = max([window, *self.counts])
        self.counts = {w: n for w, n in self.counts.items() if w >= newest - 1}
        wait = self._wait(now, cost)
        if not wait:
            self.counts[window] = self.counts.get(window, 0) + cost
        return wait

    def level(self, now: int) -> Level:
        p, q, left = self._counts(now)
        free = (self.quota.limit - q) * self.quota.period - p * left
        return Level(max(0, free // self.quota.period), self._wait(now, self.quota.limit))
