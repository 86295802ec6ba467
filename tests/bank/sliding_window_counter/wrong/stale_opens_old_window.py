"""Starts from empty counters whenever the window is neither the same nor the next, so also when time goes back.

Breaks: law 6 (time never goes back)
Level: clock
Shows: 1/10: take(10) take(9)
Expected: a refusal (above 0); yours: 0
Shipped: not known
"""

from ratelimit import Level


class SlidingWindowCounter:
    def __init__(self, quota):
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.limit, self.period = quota.limit, quota.period
        self.window = self.p = self.q = 0

    def _look(self, now):
        window, elapsed = divmod(now, self.period)
        left = self.period - elapsed
        if window == self.window:
            return window, self.p, self.q, left
        if window == self.window + 1:
            return window, self.q, 0, left
        return window, 0, 0, left

    def _wait(self, p, q, left, cost):
        room = self.limit - cost
        if p * left + q * self.period <= room * self.period:
            return 0
        if q <= room:
            return left - (room - q) * self.period // p
        return left + self.period - room * self.period // q

    def take(self, now, cost=1):
        if not 1 <= cost <= self.limit:
            raise ValueError(f"cost must be in 1..{self.limit}")
        self.window, self.p, self.q, left = self._look(now)
        wait = self._wait(self.p, self.q, left, cost)
        if not wait:
            self.q += cost
        return wait

    def level(self, now):
        _, p, q, left = self._look(now)
        free = (self.limit - q) * self.period - p * left
        return Level(max(0, free // self.period), self._wait(p, q, left, self.limit))
