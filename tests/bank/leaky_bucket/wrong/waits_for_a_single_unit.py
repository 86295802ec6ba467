"""Decides by the cost but says how long one unit would have to wait, so whoever asks for more comes back too early.

Breaks: law 4 (The wait is exact)
Level: cost
Same as: wait_for_one_unit, but for a wait of 1 where one unit would fit
Shows: 1/10 burst 2: take(0) take(0, 2)
Expected: 10; yours: 1
Shipped: not known
"""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.q, self.w, self.t = quota, 0, 0

    def _drained(self, now):
        return max(0, self.w - self.q.limit * max(0, now - self.t))

    def _fits_in(self, now, cost=1):
        """Ticks until `cost` units fit."""
        over = self._drained(now) - (self.q.burst - cost) * self.q.period
        return max(0, -(-over // self.q.limit))

    def take(self, now: int, cost: int = 1) -> int:
        if not (1 <= cost <= self.q.burst):
            raise ValueError(cost)
        w = self._drained(now)
        if w + cost * self.q.period <= self.q.burst * self.q.period:
            self.w, self.t = w + cost * self.q.period, max(self.t, now)
            return 0
        self.w, self.t = w, max(self.t, now)
        return max(1, self._fits_in(now))

    def level(self, now: int) -> Level:
        room = self.q.burst * self.q.period - self._drained(now)
        return Level(room // self.q.period, self._fits_in(now, self.q.burst))

    def delay(self, now: int) -> int:
        return -(-self._drained(now) // self.q.limit)
