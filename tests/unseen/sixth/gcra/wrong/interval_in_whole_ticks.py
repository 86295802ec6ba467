"""Wrong: T is a duration in whole nanoseconds, period // limit (at least 1), as in Go or Rust, so the rate is a bit high."""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.emission_interval = max(1, quota.period // quota.limit)
        self.burst = quota.burst
        self.delay_variation_tolerance = self.emission_interval * quota.burst
        self.tat = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError("insufficient capacity")
        new_tat = max(self.tat, now) + cost * self.emission_interval
        allow_at = new_tat - self.delay_variation_tolerance
        if now < allow_at:
            return allow_at - now
        self.tat = new_tat
        return 0

    def level(self, now: int) -> Level:
        ttl = max(0, self.tat - now)
        remaining = (self.delay_variation_tolerance - ttl) // self.emission_interval
        return Level(max(0, remaining), ttl)
