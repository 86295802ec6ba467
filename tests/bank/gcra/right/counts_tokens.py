"""A token bucket that answers to another name: P-ths of a token and a clock, and no TAT at all."""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.rate, self.token = quota.limit, quota.period
        self.burst = quota.burst
        self.tokens = quota.burst * quota.period
        self.clock = 0

    def _refilled(self, now):
        return min(self.burst * self.token, self.tokens + self.rate * max(0, now - self.clock))

    def take(self, now: int, cost: int = 1) -> int:
        if cost <= 0:
            raise ValueError(f"cost {cost} is not positive")
        if cost > self.burst:
            raise ValueError(f"cost {cost} is more than the burst, {self.burst}")
        self.tokens = self._refilled(now)
        if now > self.clock:
            self.clock = now
        left = self.tokens - cost * self.token
        if left >= 0:
            self.tokens = left
            return 0
        return (-left + self.rate - 1) // self.rate

    def level(self, now: int) -> Level:
        tokens = self._refilled(now)
        lacking = self.burst * self.token - tokens
        return Level(tokens // self.token, (lacking + self.rate - 1) // self.rate)
