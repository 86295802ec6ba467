"""Raises for a bad cost inside its coroutine, which ends it: no later call is answered.

Breaks: law 4 (never is an error)
Level: cost
Shows: 1/10: take(0, 2) take(0)
Expected: 0; yours: StopIteration
Shipped: not known
"""

from ratelimit import Level, Quota


def bucket(limit, period, burst):
    stock, clock, answer = burst * period, 0, None
    while True:
        now, cost = yield answer
        here = min(burst * period, stock + limit * max(0, now - clock))
        if cost is None:
            answer = Level(here // period, -((here - burst * period) // limit))
            continue
        if not 1 <= cost <= burst:
            raise ValueError(f"cost {cost} is not between 1 and {burst}")
        stock, clock = here, max(clock, now)
        missing = cost * period - stock
        if missing > 0:
            answer = -(-missing // limit)
        else:
            stock, answer = -missing, 0


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self._bucket = bucket(quota.limit, quota.period, quota.burst)
        next(self._bucket)

    def take(self, now: int, cost: int = 1) -> int:
        return self._bucket.send((now, cost))

    def level(self, now: int) -> Level:
        return self._bucket.send((now, None))
