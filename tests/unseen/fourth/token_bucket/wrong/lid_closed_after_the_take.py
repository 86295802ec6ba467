"""What overflows is cut off only after the cost has been taken out, so a grant after an idle time is paid by the overflow."""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.limit, self.period = quota.limit, quota.period
        self.burst, self.brim = quota.burst, quota.burst * quota.period
        self.held, self.clock = self.brim, 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError(f"cost {cost} not in 1..{self.burst}")
        held = self.held
        if now > self.clock:
            held += (now - self.clock) * self.limit
            self.clock = now
        rest = held - cost * self.period
        if rest < 0:
            self.held = held
            return -(rest // self.limit)
        self.held = min(rest, self.brim)
        return 0

    def level(self, now: int) -> Level:
        held = min(self.brim, self.held + max(0, now - self.clock) * self.limit)
        return Level(held // self.period, -((held - self.brim) // self.limit))
