"""Sets the tokens to what has flowed in since the last call, instead of adding that to what was left.

Breaks: law 0 (the formula decides)
Level: refill
Shows: 1/8 burst 2: take(0) take(1)
Expected: 0; yours: 7
Shipped: UWNetworksLab/adn-compiler (issue 31): token := min(limit, rate * elapsed)
"""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.rate, self.unit = quota.limit, quota.period
        self.burst = quota.burst
        self.full = quota.burst * quota.period
        self.parts, self.last = self.full, None

    def _at(self, now: int) -> int:
        if self.last is None or now <= self.last:
            return self.parts
        return min(self.full, (now - self.last) * self.rate)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError("cost out of range")
        parts = self._at(now)
        now = now if self.last is None else max(now, self.last)
        self.parts, self.last = parts, now
        need = cost * self.unit
        if parts >= need:
            self.parts -= need
            return 0
        return -(-(need - parts) // self.rate)

    def level(self, now: int) -> Level:
        parts = self._at(now)
        return Level(parts // self.unit, -(-(self.full - parts) // self.rate))
