"""Variant of wrong/whole_tick_interval: what is there is counted in the ticks that it took to drip."""

from math import ceil

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.drip = max(1, quota.period // quota.limit)
        self.burst = quota.burst
        self.saved = self.burst * self.drip
        self.until = 0

    def _saved(self, now: int):
        return min(self.burst * self.drip, self.saved + max(0, now - self.until))

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or self.burst < cost:
            raise ValueError(cost)
        self.saved, self.until = self._saved(now), max(self.until, now)
        if self.saved < cost * self.drip:
            return ceil(cost * self.drip - self.saved)
        self.saved -= cost * self.drip
        return 0

    def level(self, now: int) -> Level:
        saved = self._saved(now)
        return Level(int(saved // self.drip), ceil(self.burst * self.drip - saved))
