"""A fast path for a full bucket does not bring the stored time up to date, so idle time before a spend flows in after it.

Source: (b) bbeck/token-bucket#6: the compare time is not initialised until the first refill.
Witness: 1/5: take(12) take(12) -> 0, right: 5
"""

from ratelimit import Level, Quota


class TokenBucket:
    """Port of a struct with whole tokens and a remainder."""

    __slots__ = ("_limit", "_period", "_burst", "_tokens", "_frac", "_time")

    def __init__(self, quota: Quota) -> None:
        self._limit, self._period, self._burst = quota.limit, quota.period, quota.burst
        self._tokens = quota.burst
        self._frac = 0
        self._time = 0

    def _refill(self, now: int) -> tuple[int, int]:
        if now <= self._time:
            return self._tokens, self._frac
        whole, frac = divmod(self._frac + (now - self._time) * self._limit, self._period)
        if self._tokens + whole >= self._burst:
            return self._burst, 0
        return self._tokens + whole, frac

    def _wait(self, goal: int, tokens: int, frac: int) -> int:
        return -(-((goal - tokens) * self._period - frac) // self._limit)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._burst:
            raise ValueError(f"cannot take {cost} of {self._burst}")
        if self._tokens == self._burst:
            self._tokens -= cost
            return 0
        tokens, frac = self._refill(now)
        self._time = max(self._time, now)
        self._frac = frac
        if tokens < cost:
            self._tokens = tokens
            return self._wait(cost, tokens, frac)
        self._tokens = tokens - cost
        return 0

    def level(self, now: int) -> Level:
        tokens, frac = self._refill(now)
        return Level(tokens, self._wait(self._burst, tokens, frac))
