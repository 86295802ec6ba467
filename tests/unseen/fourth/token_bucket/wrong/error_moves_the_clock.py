"""A take whose cost is invalid refills the bucket up to its time before it raises."""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


@dataclass
class Content:
    tokens: Fraction
    since: int = 0


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.rate, self.burst = Fraction(quota.limit, quota.period), quota.burst
        self.content = Content(Fraction(quota.burst))

    def _at(self, now: int) -> Content:
        old = self.content
        if now <= old.since:
            return old
        return Content(min(Fraction(self.burst), old.tokens + (now - old.since) * self.rate), now)

    def take(self, now: int, cost: int = 1) -> int:
        self.content = content = self._at(now)
        if content.tokens >= cost >= 1:
            self.content = Content(content.tokens - cost, content.since)
            return 0
        if not 1 <= cost <= self.burst:
            raise ValueError("this cost is never granted")
        return ceil((cost - content.tokens) / self.rate)

    def level(self, now: int) -> Level:
        tokens = self._at(now).tokens
        return Level(floor(tokens), ceil((self.burst - tokens) / self.rate))
