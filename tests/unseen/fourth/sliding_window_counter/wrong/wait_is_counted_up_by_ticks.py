"""It looks for the wait by trying one tick after the other, which takes longer the longer the period is."""

from dataclasses import dataclass

from ratelimit import Level, Quota


@dataclass
class SlidingWindowCounter:
    quota: Quota
    clock: int = 0
    before: int = 0
    current: int = 0

    def __post_init__(self):
        if self.quota.burst != self.quota.limit:
            raise ValueError("burst")

    def _at(self, tick):
        ahead = tick // self.quota.period - self.clock // self.quota.period
        if ahead <= 0:
            return self.before, self.current
        return (self.current, 0) if ahead == 1 else (0, 0)

    def _scaled(self, tick):
        before, current = self._at(tick)
        return before * (self.quota.period - tick % self.quota.period) + current * self.quota.period

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.limit:
            raise ValueError(cost)
        now = max(now, self.clock)
        self.before, self.current = self._at(now)
        self.clock = now
        wait = 0
        while self._scaled(now + wait) > (self.quota.limit - cost) * self.quota.period:
            wait += 1
        if wait == 0:
            self.current += cost
        return wait

    def level(self, now: int) -> Level:
        before, current = self._at(now)
        P = self.quota.period
        rest = P - now % P
        remaining = (self.quota.limit * P - current * P - before * rest) // P
        return Level(max(0, remaining), rest + P if current else rest if before else 0)
