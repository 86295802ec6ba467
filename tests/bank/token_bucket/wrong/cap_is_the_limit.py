"""Caps the refilled tokens at `limit` instead of at `burst`.

Breaks: law 1 (The formula)
Level: refill
Shows: 1/10 burst 2: take(10) take(10)
Expected: 0; yours: 10
Shipped: not known
"""

from fractions import Fraction

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.max_tokens = quota.limit
        self.burst = quota.burst
        self.rate = Fraction(quota.limit, quota.period)
        self.tokens = Fraction(quota.burst)
        self.updated_at = 0

    def peek(self, now):
        elapsed = now - self.updated_at
        if elapsed <= 0:
            return self.tokens
        return min(self.max_tokens, self.tokens + elapsed * self.rate)

    def ticks_for(self, tokens):
        ticks = tokens / self.rate
        return -(-ticks.numerator // ticks.denominator)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1:
            raise ValueError("cost must be positive")
        if cost > self.burst:
            raise ValueError("cost exceeds the burst")
        self.tokens = self.peek(now)
        if now > self.updated_at:
            self.updated_at = now
        if self.tokens < cost:
            return self.ticks_for(cost - self.tokens)
        self.tokens -= cost
        return 0

    def level(self, now: int) -> Level:
        tokens = self.peek(now)
        return Level(int(tokens), max(0, self.ticks_for(self.burst - tokens)))
