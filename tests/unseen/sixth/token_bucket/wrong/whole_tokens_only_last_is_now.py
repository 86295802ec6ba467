"""Wrong: refills whole tokens and then sets last to now, so the part of a token that had flowed in is lost at each take."""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self.tokens = quota.burst
        self.last_refilled = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError(f"cost must be within 1..{self.burst}")
        if now > self.last_refilled:
            self.tokens = min(self.burst, self.tokens + (now - self.last_refilled) * self.limit // self.period)
            self.last_refilled = now
        if self.tokens < cost:
            return -(-(cost - self.tokens) * self.period // self.limit)
        self.tokens -= cost
        return 0

    def level(self, now: int) -> Level:
        elapsed = max(0, now - self.last_refilled)
        parts = min(self.burst * self.period, self.tokens * self.period + elapsed * self.limit)
        return Level(parts // self.period, -((parts - self.burst * self.period) // self.limit))
