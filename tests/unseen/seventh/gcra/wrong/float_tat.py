"""Wrong: TAT is a float, as throttled-py #175 has it: `(now + x) - now` is not x, and at today's date in nanoseconds a float knows no single tick; shows with thirds or late dates."""

from math import ceil, floor

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.burst = quota.burst
        self.emission_interval: float = quota.period / quota.limit
        self.delay_tolerance: float = self.emission_interval * quota.burst
        self.last_tat: float = 0.0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError(f"cost must be 1 to {self.burst}: {cost}")
        tat = max(float(now), self.last_tat) + cost * self.emission_interval
        time_elapsed = now - (tat - self.delay_tolerance)
        if time_elapsed < 0:
            return ceil(-time_elapsed)
        self.last_tat = tat
        return 0

    def level(self, now: int) -> Level:
        ahead = max(0.0, self.last_tat - now)
        remaining = floor((self.delay_tolerance - ahead) / self.emission_interval)
        return Level(max(0, remaining), ceil(ahead))
