"""Knows only how to ask whether a cost would be granted at a time, and finds waits and levels by halving an interval."""

from fractions import Fraction

from ratelimit import Level, Quota


def first_true(low: int, high: int, test) -> int:
    """The smallest number in low..high for which `test` is true; it is true for `high`."""
    while low < high:
        middle = (low + high) // 2
        if test(middle):
            high = middle
        else:
            low = middle + 1
    return low


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self._quota = quota
        self._tokens = Fraction(quota.burst)
        self._clock = 0

    def _tokens_at(self, now: int) -> Fraction:
        gained = Fraction(self._quota.limit * (max(now, self._clock) - self._clock), self._quota.period)
        return min(Fraction(self._quota.burst), self._tokens + gained)

    def _wait(self, now: int, cost: int) -> int:
        most = self._quota.burst * self._quota.period
        return first_true(0, most, lambda wait: self._tokens_at(now + wait) >= cost)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._quota.burst:
            raise ValueError("out of reach")
        now = max(now, self._clock)
        self._tokens, self._clock = self._tokens_at(now), now
        wait = self._wait(now, cost)
        if wait == 0:
            self._tokens -= cost
        return wait

    def level(self, now: int) -> Level:
        now = max(now, self._clock)
        burst = self._quota.burst
        there = self._tokens_at(now)
        return Level(first_true(0, burst, lambda n: n == burst or there < n + 1), self._wait(now, burst))
