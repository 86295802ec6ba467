"""Variant of wrong/interval_from_burst: whole ticks and slices of a tick apart, as divmod gives them."""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.parts = quota.burst
        self.interval = quota.period
        self.burst = quota.burst
        self.tick, self.slice = 0, 0

    def _backlog(self, now: int) -> int:
        return max(0, (self.tick - now) * self.parts + self.slice)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError("cost")
        backlog = self._backlog(now) + cost * self.interval
        ticks, odd = divmod(backlog - self.burst * self.interval, self.parts)
        if ticks >= 0 and (ticks or odd):
            return ticks + (odd > 0)
        ticks, self.slice = divmod(backlog, self.parts)
        self.tick = now + ticks
        return 0

    def level(self, now: int) -> Level:
        backlog = self._backlog(now)
        units = -(-backlog // self.interval)
        return Level(max(0, self.burst - units), -(-backlog // self.parts))
