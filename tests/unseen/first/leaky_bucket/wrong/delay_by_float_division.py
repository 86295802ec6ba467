"""delay() divides with floats; reset_after is exact.

Source: (c) math.ceil(a / b), float arithmetic in one method only
Witness: 1/3749999999 burst 4194303: take(0, 4194303) delay(0) -> 15728636245805696, right: 15728636245805697
"""

from math import ceil

from ratelimit import Level, Quota


def bucket(limit, period, burst):
    clock = water = 0
    answer = None
    while True:
        now, cost = yield answer
        elapsed = max(now - clock, 0)
        left = water - min(elapsed * limit, water)
        if cost is None:
            answer = left
            continue
        clock += elapsed
        over = left + (cost - burst) * period
        water = left if over > 0 else left + cost * period
        answer = max(over, 0)


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self._quota = quota
        self._bucket = bucket(quota.limit, quota.period, quota.burst)
        next(self._bucket)

    def _ticks(self, water):
        return (water - 1) // self._quota.limit + 1

    def take(self, now: int, cost: int = 1) -> int:
        if not 0 < cost <= self._quota.burst:
            raise ValueError(f"cost {cost}, burst {self._quota.burst}")
        return self._ticks(self._bucket.send((now, cost)))

    def level(self, now: int) -> Level:
        water = self._bucket.send((now, None))
        q = self._quota
        return Level(q.burst + -water // q.period, self._ticks(water))

    def delay(self, now: int) -> int:
        return ceil(self._bucket.send((now, None)) / self._quota.limit)
