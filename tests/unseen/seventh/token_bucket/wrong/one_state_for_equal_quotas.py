"""Wrong: the state is kept in a class-wide table by quota, so two buckets with equal quotas share their tokens; shows as soon as there is a second bucket."""

from fractions import Fraction
from math import ceil, floor
from typing import ClassVar

from ratelimit import Level, Quota


class TokenBucket:
    _states: ClassVar[dict[tuple[int, int, int], tuple[Fraction, int]]] = {}

    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.rate = Fraction(quota.limit, quota.period)
        self.key = (quota.limit, quota.period, quota.burst)
        self._states.setdefault(self.key, (Fraction(quota.burst), 0))

    def _read(self, now: int) -> tuple[Fraction, int]:
        tokens, last = self._states[self.key]
        if now <= last:
            return tokens, last
        return min(Fraction(self.quota.burst), tokens + (now - last) * self.rate), now

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.burst:
            raise ValueError(f"cost {cost} can never be granted")
        tokens, last = self._read(now)
        granted = tokens >= cost
        self._states[self.key] = (tokens - cost if granted else tokens, last)
        return 0 if granted else ceil((cost - tokens) / self.rate)

    def level(self, now: int) -> Level:
        tokens, _ = self._read(now)
        return Level(floor(tokens), ceil((self.quota.burst - tokens) / self.rate))
