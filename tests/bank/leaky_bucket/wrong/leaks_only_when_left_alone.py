"""Divides the time since the last call by the period in whole numbers before it multiplies, and stamps every call.

Breaks: law 0 (the formula decides)
Level: leak
Shows: 1/8 burst 2: take(0) take(4) take(9)
Expected: 0; yours: 8
Shipped: zendesk/prop (issue 34): (now - last_updated) / interval * threshold is 0 unless a whole interval passes without a call
"""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self.water, self.last = 0, 0

    def _at(self, now: int) -> int:
        leaked = max(0, now - self.last) // self.period * self.limit
        return max(0, self.water - leaked)

    def _ticks(self, units: int) -> int:
        return -(-units // self.limit) * self.period

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError("cost out of range")
        self.water, self.last = self._at(now), max(now, self.last)
        if self.water + cost <= self.burst:
            self.water += cost
            return 0
        return self._ticks(self.water + cost - self.burst)

    def level(self, now: int) -> Level:
        water = self._at(now)
        return Level(self.burst - water, self._ticks(water))

    def delay(self, now: int) -> int:
        return self._ticks(self._at(now))
