"""Tokens counted in units of 1/period as one int, as in a C port."""

from ratelimit import Level, Quota


class TokenBucket:
    __slots__ = ("rate", "unit", "cap", "have", "last")

    def __init__(self, quota: Quota) -> None:
        self.rate = quota.limit
        self.unit = quota.period
        self.cap = quota.burst * quota.period
        self.have = self.cap
        self.last = 0

    def _at(self, now: int) -> int:
        if now <= self.last:
            return self.have
        return min(self.cap, self.have + (now - self.last) * self.rate)

    def take(self, now: int, cost: int = 1) -> int:
        need = cost * self.unit
        if cost < 1 or need > self.cap:
            raise ValueError(f"cost {cost} can never be granted")
        self.have = self._at(now)
        if now > self.last:
            self.last = now
        if self.have < need:
            return -((self.have - need) // self.rate)
        self.have -= need
        return 0

    def level(self, now: int) -> Level:
        have = self._at(now)
        return Level(have // self.unit, -((have - self.cap) // self.rate))
