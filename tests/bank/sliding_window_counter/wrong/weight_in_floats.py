"""Computes the weight of the previous window as a float, which rounds.

Breaks: law 9 (exact arithmetic)
Level: exact
Shows: 25/25: take(0, 25) level(36)
Expected: Level(remaining=11, reset_after=14); yours: Level(remaining=10, reset_after=14)
Shipped: not known
"""

from ratelimit import Level


class SlidingWindowCounter:
    def __init__(self, quota):
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.limit, self.period = quota.limit, quota.period
        self.counts = {}
        self.clock = 0

    def _estimate(self, now):
        window, elapsed = divmod(now, self.period)
        weight = (self.period - elapsed) / self.period
        return self.counts.get(window - 1, 0) * weight + self.counts.get(window, 0)

    def _wait(self, now, cost):
        if self._estimate(now) + cost <= self.limit:
            return 0
        window, elapsed = divmod(now, self.period)
        left, room = self.period - elapsed, self.limit - cost
        current = self.counts.get(window, 0)
        if current > room:
            return left + self.period - room * self.period // current
        return max(1, left - (room - current) * self.period // self.counts.get(window - 1, 1))

    def take(self, now, cost=1):
        if cost < 1 or cost > self.limit:
            raise ValueError(f"cost must be in 1..{self.limit}")
        self.clock = now = max(now, self.clock)
        window = now // self.period
        self.counts = {w: n for w, n in self.counts.items() if w >= window - 1}
        wait = self._wait(now, cost)
        if not wait:
            self.counts[window] = self.counts.get(window, 0) + cost
        return wait

    def level(self, now):
        now = max(now, self.clock)
        return Level(int(max(0, self.limit - self._estimate(now))), self._wait(now, self.limit))
