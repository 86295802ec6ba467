"""Wrong: the stamp moves on by the time of the tokens that came in, rounded down to ticks: a fraction too little."""

import math
from fractions import Fraction

from ratelimit import Level, Quota


class TokenBucket:
    """Whole tokens only; the time that is left over stays in the stamp, as in many a Java library."""

    def __init__(self, quota: Quota) -> None:
        self._quota = quota
        self._available = quota.burst
        self._last_refill = 0  # everything that flowed in until then is in _available

    def _refill(self, now: int):
        q = self._quota
        generated = math.floor((now - self._last_refill) * q.limit / Fraction(q.period))
        if generated <= 0:
            return self._available, self._last_refill
        if self._available + generated >= q.burst:
            return q.burst, now
        return self._available + generated, self._last_refill + generated * q.period // q.limit

    def _ready(self, tokens: int, available: int, stamp) -> int:
        return math.ceil(stamp + Fraction((tokens - available) * self._quota.period, self._quota.limit))

    def take(self, now: int, cost: int = 1) -> int:
        q = self._quota
        if not 0 < cost <= q.burst:
            raise ValueError(f"cannot consume {cost} of {q.burst}")
        available, stamp = self._refill(now)
        if available == q.burst:
            stamp = max(now, stamp)
        if available < cost:
            return max(1, self._ready(cost, available, stamp) - now)
        self._available, self._last_refill = available - cost, stamp
        return 0

    def level(self, now: int) -> Level:
        q = self._quota
        available, stamp = self._refill(now)
        if available >= q.burst:
            return Level(q.burst, 0)
        return Level(available, max(0, self._ready(q.burst, available, stamp) - now))
