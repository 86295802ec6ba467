"""Counts in Decimal, which is exact until count times period has more than 28 digits.

Breaks: law 9 (no drift)
Level: exact
Shows: 288230376151711745/70368744177664: level(0)
Expected: Level(remaining=288230376151711745, reset_after=0); yours: one less
Shipped: not known
"""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.limit != quota.burst:
            raise ValueError("burst")
        self._limit = quota.limit
        self._period = quota.period
        self._window = self._before = self._current = self._clock = 0

    def _roll(self, now):
        window = now // self._period
        if window == self._window:
            return self._before, self._current
        if window == self._window + 1:
            return self._current, 0
        return 0, 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._limit:
            raise ValueError("cost")
        at = self._clock = max(self._clock, now)
        self._before, self._current = self._roll(at)
        self._window = at // self._period
        left = self._period - at % self._period
        before, current = Decimal(self._before), Decimal(self._current)
        # compare multiplied by the period, so nothing has to be divided
        excess = before * left + (current + cost - self._limit) * self._period
        if excess <= 0:
            self._current += cost
            return 0
        if self._current + cost <= self._limit:
            wait = (excess / before).to_integral_value(ROUND_CEILING)
        else:
            over = (current + cost - self._limit) * self._period
            wait = left + (over / current).to_integral_value(ROUND_CEILING)
        return int(wait) + at - now

    def level(self, now: int) -> Level:
        now = max(now, self._clock)
        before, current = self._roll(now)
        left = self._period - now % self._period
        room = (Decimal(self._limit - current) * self._period - Decimal(before) * left) / self._period
        remaining = max(0, int(room.to_integral_value(ROUND_FLOOR)))
        return Level(remaining, left + self._period if current else left if before else 0)
