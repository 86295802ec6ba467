"""Looks up how many windows have passed in a dict, which fails for a number below zero.

Breaks: law 6 (a valid cost never raises)
Level: clock
Shows: 1/10: take(50) take(0)
Expected: 0 or a wait, no error; yours: KeyError
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
        passed = min(window - self.window, 2)
        p, q = {0: (self.p, self.q), 1: (self.q, 0), 2: (0, 0)}[passed]
        return window, p, q, self.period - elapsed

    def _wait(self, p, q, left, cost):
        room = self.limit - cost
        if p * left + q * self.period <= room * self.period:
            return 0
        if q <= room:
            return left - (room - q) * self.period // p
        return left + self.period - room * self.period // q

    def take(self, now, cost=1):
        if cost < 1 or cost > self.limit:
            raise ValueError(f"cost must be in 1..{self.limit}")
        self.window, self.p, self.q, left = self._look(now)
        wait = self._wait(self.p, self.q, left, cost)
        self.q += 0 if wait else cost
        return wait

    def level(self, now):
        _, p, q, left = self._look(max(now, self.window * self.period))
        free = (self.limit - q) * self.period - p * left
        return Level(max(0, free // self.period), self._wait(p, q, left, self.limit))
