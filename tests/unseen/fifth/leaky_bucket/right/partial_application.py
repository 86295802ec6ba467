"""No methods of its own but `take`: functools.partial over pure functions of (rules, state, now), state in a list."""

from functools import partial
from operator import floordiv

from ratelimit import Level, Quota


def _water(rules, state, now):
    limit, _, _ = rules
    clock, water = state
    return max(0, water - limit * (now - clock)) if now > clock else water


def _delay(rules, state, now):
    limit, _, _ = rules
    return -floordiv(-_water(rules, state, now), limit)


def _level(rules, state, now):
    _, period, burst = rules
    return burst + floordiv(-_water(rules, state, now), period), _delay(rules, state, now)


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self._rules = (quota.limit, quota.period, quota.burst)
        self._state = [0, 0]
        self.delay = partial(_delay, self._rules, self._state)
        self.level = partial(_level, self._rules, self._state)

    def take(self, now: int, cost: int = 1) -> int:
        limit, period, burst = self._rules
        if cost < 1 or cost > burst:
            raise ValueError(cost)
        water = _water(self._rules, self._state, now)
        poured = water + cost * period
        wait = max(0, -floordiv(burst * period - poured, limit))
        self._state[:] = max(now, self._state[0]), water if wait else poured
        return wait
