"""Reads the bucket, decides in Python and writes it back, and does not look whether somebody else wrote in between.

Breaks: law 7 (Decisions are one step)
Level: race
Shows: 1/600000000 burst 1; another process's whole take between its HMGET and its HSET
Expected: one of the two is granted; yours: both are
Shipped: rush #5 (get, then set)
"""

from redis import Redis

from ratelimit import Quota


class RedisTokenBucket:
    def __init__(self, client: Redis, quota: Quota, prefix: str = "token_bucket") -> None:
        self.client = client
        self.quota = quota
        self.prefix = prefix

    def _name(self, key):
        return f"{len(self.prefix)}:{self.prefix}:{key}".encode()

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        limit, period, burst = self.quota.limit, self.quota.period, self.quota.burst
        if not 1 <= cost <= burst:
            raise ValueError(f"cost {cost} is not between 1 and {burst}")
        name = self._name(key)
        full = burst * period
        saved_level, saved_clock = self.client.hmget(name, "level", "clock")
        at = now
        if at is None:
            seconds, micros = self.client.time()
            at = seconds * 1_000_000 + micros
        level, clock = full, at
        if saved_level is not None:
            clock = max(at, int(saved_clock))
            level = min(full, int(saved_level) + (clock - int(saved_clock)) * limit)
        missing = cost * period - level
        if missing > 0:
            return -(-missing // limit) + clock - at
        pipe = self.client.pipeline(transaction=True)
        pipe.hset(name, mapping={"level": -missing, "clock": clock})
        pipe.pexpire(name, -(-full // (limit * 1000)) + 1)
        pipe.execute()
        return 0
