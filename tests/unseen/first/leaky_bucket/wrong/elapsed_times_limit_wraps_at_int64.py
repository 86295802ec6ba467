"""The leak, elapsed times limit, is a signed 64-bit number; after a long pause it is negative and water rises.

Source: (b) aws/aws-sdk-cpp #3338, apache/cassandra-spark-connector #654 (elapsed * rate overflows)
Witness: 12884546074208132882/1 burst 1: take(1, 1) -> 1, right: 0
"""

from ratelimit import Level, Quota


def bucket(limit, period, burst):
    clock = water = 0
    answer = None
    while True:
        now, cost = yield answer
        elapsed = max(now - clock, 0)
        leak = (elapsed * limit + 2**63) % 2**64 - 2**63
        left = water - min(leak, water)
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
        return self._ticks(self._bucket.send((now, None)))
