"""Variant of wrong/refusal_fills_to_the_brim: whole units and the rest of one apart."""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.per, self.ticks, self.top = quota.limit, quota.period, quota.burst
        self.whole = self.rest = 0
        self.clock = 0

    def _settle(self, now: int) -> tuple[int, int]:
        gone = max(0, now - self.clock) * self.per
        whole, rest = divmod(self.whole * self.ticks + self.rest - gone, self.ticks)
        return (whole, rest) if whole >= 0 else (0, 0)

    def _drain_time(self, whole: int, rest: int) -> int:
        return -(-(whole * self.ticks + rest) // self.per)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1:
            raise ValueError("a cost is positive")
        if cost > self.top:
            raise ValueError("a cost is at most the burst")
        self.whole, self.rest = self._settle(now)
        self.clock = max(self.clock, now)
        if self.whole + cost + (self.rest > 0) <= self.top:
            self.whole += cost
            return 0
        wait = self._drain_time(self.whole + cost - self.top, self.rest)
        self.whole, self.rest = self.top, 0
        return wait

    def level(self, now: int) -> Level:
        whole, rest = self._settle(now)
        return Level(self.top - whole - (rest > 0), self._drain_time(whole, rest))

    def delay(self, now: int) -> int:
        return self._drain_time(*self._settle(now))
