"""A token bucket with a dataclass of fractions."""

import math
from dataclasses import dataclass
from fractions import Fraction

from ratelimit import Level, Quota


@dataclass(slots=True)
class Content:
    tokens: Fraction
    since: int


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.rate = Fraction(quota.limit, quota.period)
        self.burst = quota.burst
        self.content = Content(Fraction(quota.burst), 0)

    def _tokens(self, now: int) -> Fraction:
        passed = max(0, now - self.content.since)
        return min(Fraction(self.burst), self.content.tokens + passed * self.rate)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError("this cost is never granted")
        tokens = self._tokens(now)
        now = max(now, self.content.since)
        if tokens < cost:
            self.content = Content(tokens, now)
            return math.ceil((cost - tokens) / self.rate)
        self.content = Content(tokens - cost, now)
        return 0

    def level(self, now: int) -> Level:
        tokens = self._tokens(now)
        return Level(math.floor(tokens), math.ceil((self.burst - tokens) / self.rate))
