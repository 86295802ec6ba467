"""level remembers its last answer and forgets it only when a take moves the clock, so a second take at the same tick goes unseen.

Source: (c) port: a memo with an incomplete invalidation.
Witness: 2/5: level(0) take(0) level(0) -> Level(2, 0), right: Level(1, 3)
"""

from ratelimit import Level, Quota


class TokenBucket:
    """Port of a struct with whole tokens and a remainder."""

    __slots__ = ("_limit", "_period", "_burst", "_tokens", "_frac", "_time", "_memo")

    def __init__(self, quota: Quota) -> None:
        self._limit, self._period, self._burst = quota.limit, quota.period, quota.burst
        self._tokens = quota.burst
        self._frac = 0
        self._time = 0
        self._memo = (-1, None)

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
        tokens, frac = self._refill(now)
        if now > self._time:
            self._time = now
            self._memo = (-1, None)
        self._frac = frac
        if tokens < cost:
            self._tokens = tokens
            return self._wait(cost, tokens, frac)
        self._tokens = tokens - cost
        return 0

    def level(self, now: int) -> Level:
        if self._memo[0] != now or now < self._time:
            tokens, frac = self._refill(now)
            self._memo = now, Level(tokens, self._wait(self._burst, tokens, frac))
        return self._memo[1]
