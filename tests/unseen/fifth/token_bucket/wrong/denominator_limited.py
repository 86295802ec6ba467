"""Wrong: to bound what is kept, the fraction of tokens is limited to denominators up to 10**9."""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self._per_tick = Fraction(quota.limit, quota.period)
        self._burst = quota.burst
        self._tokens = Fraction(quota.burst)
        self._clock = 0

    def _tokens_at(self, now: int) -> Fraction:
        if now <= self._clock:
            return self._tokens
        return min(self._tokens + self._per_tick * (now - self._clock), Fraction(self._burst))

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or self._burst < cost:
            raise ValueError(f"cost {cost} not in [1, {self._burst}]")
        tokens = self._tokens_at(now)
        granted = cost <= tokens
        self._clock = max(self._clock, now)
        self._tokens = (tokens - cost if granted else tokens).limit_denominator(10**9)
        return 0 if granted else ceil((cost - tokens) / self._per_tick)

    def level(self, now: int) -> Level:
        tokens = self._tokens_at(now)
        return Level(floor(tokens), ceil((self._burst - tokens) / self._per_tick))
