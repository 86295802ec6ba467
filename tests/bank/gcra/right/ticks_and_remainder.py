"""The TAT in whole ticks, with the part of a tick beside it as a remainder that every division hands on."""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.ticks, self.parts = 0, 0  # parts are L-ths of a tick, fewer than L

    def _later(self, ticks, parts, cost):
        carry, parts = divmod(parts + cost * self.quota.period, self.quota.limit)
        return ticks + carry, parts

    def _start(self, now):
        return (self.ticks, self.parts) if self.ticks >= now else (now, 0)

    def take(self, now: int, cost: int = 1) -> int:
        if not 0 < cost <= self.quota.burst:
            raise ValueError(f"{cost=} is not within 1 and {self.quota.burst}")
        arrival = self._later(*self._start(now), cost)
        ticks, parts = self._later(*arrival, -self.quota.burst)  # when this one may be made
        if (ticks, parts) > (now, 0):
            return ticks - now + (parts > 0)
        self.ticks, self.parts = arrival
        return 0

    def level(self, now: int) -> Level:
        ticks, parts = self._start(now)
        ticks -= now
        units = -(-(ticks * self.quota.limit + parts) // self.quota.period)
        return Level(max(0, self.quota.burst - units), ticks + 1 if parts else ticks)
