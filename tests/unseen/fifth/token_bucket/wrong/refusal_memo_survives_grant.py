"""Wrong: the time at which a refused cost can be paid is remembered, and not forgotten when another cost is granted."""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self._limit = quota.limit
        self._period = quota.period
        self._burst = quota.burst
        self._brim = quota.burst * quota.period
        self._content = self._brim
        self._clock = 0
        self._refused: tuple[int, int] = (0, 0)  # a cost, and when it can be paid

    def _at(self, now: int) -> int:
        return min(self._brim, self._content + max(0, now - self._clock) * self._limit)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self._burst:
            raise ValueError("cost out of range")
        # A client that hammers us asks for the same again and again: spare the arithmetic.
        known, ready = self._refused
        if known == cost and now < ready:
            return ready - now
        self._content = self._at(now)
        self._clock = max(self._clock, now)
        short = cost * self._period - self._content
        if short <= 0:
            self._content = -short
            return 0
        wait = -(-short // self._limit)
        if now >= self._clock:
            self._refused = (cost, now + wait)
        return wait

    def level(self, now: int) -> Level:
        content = self._at(now)
        return Level(content // self._period, -(-(self._brim - content) // self._limit))
