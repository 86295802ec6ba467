"""Right: the bucket is a line: spent minus flowed-in, as a Fraction of ticks; one property per quantity, state only written by grants."""

from fractions import Fraction

from ratelimit import Level, Quota


class TokenBucket:
    """The virtual instant at which the bucket was (or would have been) empty says everything.

    A refusal writes nothing: until the next grant, whatever is asked between it and the last grant is answered
    as strictly as at that earlier time, and a grant there leaves the same line behind.
    """

    def __init__(self, quota: Quota) -> None:
        self.per_token = Fraction(quota.period, quota.limit)
        self.span = quota.burst * self.per_token
        self.burst = quota.burst
        self.empty_at = -self.span
        self.granted_at = 0

    def _start(self, now):
        return max(self.empty_at, max(now, self.granted_at) - self.span)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or self.burst < cost:
            raise ValueError("cost")
        moved = self._start(now) + cost * self.per_token
        at = max(now, self.granted_at)
        if moved <= at:
            self.empty_at, self.granted_at = moved, at
            return 0
        return -int((at - moved) // 1)

    def level(self, now: int) -> Level:
        at = max(now, self.granted_at)
        start = self._start(now)
        return Level(int((at - start) // self.per_token), -int((at - (start + self.span)) // 1))
