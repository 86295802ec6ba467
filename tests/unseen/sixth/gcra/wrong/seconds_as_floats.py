"""Wrong: a port of a Redis script: all times are float seconds, and TAT of today plus a short interval loses its end."""

from math import ceil, floor

from ratelimit import Level, Quota

SECOND = 1_000_000_000


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.burst = quota.burst
        self.emission_interval = quota.period / SECOND / quota.limit
        self.burst_offset = self.emission_interval * quota.burst
        self.tat = 0.0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError("cost is out of range")
        seconds = now / SECOND
        new_tat = max(self.tat, seconds) + self.emission_interval * cost
        diff = seconds - (new_tat - self.burst_offset)
        if diff < 0:
            return max(1, ceil(-diff * SECOND))
        self.tat = new_tat
        return 0

    def level(self, now: int) -> Level:
        ahead = max(0.0, self.tat - now / SECOND)
        return Level(max(0, floor((self.burst_offset - ahead) / self.emission_interval)), ceil(ahead * SECOND))
