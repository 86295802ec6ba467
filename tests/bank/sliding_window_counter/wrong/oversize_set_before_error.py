"""Sets the counter of a fresh window to the cost before it finds the cost too large, and leaves it so.

Breaks: law 4 (nothing is spent by a call that raises)
Level: cost
Shows: 10/10: take(0, 11) take(0)
Expected: 0; yours: 12
Shipped: throttled-py 3.5.0, in memory: sets the counter before deciding, so a denied first cost of 11 blocks the window
"""

from ratelimit import Level


class SlidingWindowCounter:
    def __init__(self, quota):
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.limit, self.period = quota.limit, quota.period
        self.counts = {}
        self.clock = 0

    def _wait(self, now, cost):
        window, elapsed = divmod(now, self.period)
        p, q = self.counts.get(window - 1, 0), self.counts.get(window, 0)
        left, room = self.period - elapsed, self.limit - cost
        if p * left + q * self.period <= room * self.period:
            return 0
        if q <= room:
            return left - (room - q) * self.period // p
        return max(1, left + self.period - room * self.period // q)

    def take(self, now, cost=1):
        if cost < 1:
            raise ValueError("cost must be at least 1")
        wait = self._wait(max(now, self.clock), min(cost, self.limit))
        if cost <= self.limit:
            self.clock = max(now, self.clock)
        window = max(now, self.clock) // self.period
        if window not in self.counts:
            self.counts = {window - 1: self.counts.get(window - 1, 0), window: 0 if wait else cost}
        elif not wait and cost <= self.limit:
            self.counts[window] += cost
        if cost > self.limit:
            raise ValueError(f"cost must be at most {self.limit}")
        return wait

    def level(self, now):
        now = max(now, self.clock)
        window, elapsed = divmod(now, self.period)
        used = self.counts.get(window - 1, 0) * (self.period - elapsed) + self.counts.get(window, 0) * self.period
        return Level(max(0, self.limit - -(-used // self.period)), self._wait(now, self.limit))
