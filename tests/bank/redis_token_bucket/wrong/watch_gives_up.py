"""Watches the key, and when somebody else was faster, answers with a refusal of one microsecond instead of trying again.

Breaks: law 7 (Decisions are one step)
Level: race
Shows: 2/600000000 burst 2; another process's whole take between its HMGET and its EXEC
Expected: both are granted; yours: the other is, and mine must wait 1
Shipped: not known
"""

from redis import Redis
from redis.exceptions import ConnectionError, WatchError

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
        with self.client.pipeline() as pipe:
            try:
                pipe.watch(name)
                saved_level, saved_clock = pipe.hmget(name, "level", "clock")
                at = now
                if at is None:
                    seconds, micros = pipe.time()
                    at = seconds * 1_000_000 + micros
                level, clock = full, at
                if saved_level is not None:
                    clock = max(at, int(saved_clock))
                    level = min(full, int(saved_level) + (clock - int(saved_clock)) * limit)
                missing = cost * period - level
                if missing > 0:
                    return -(-missing // limit) + clock - at
                pipe.multi()
                pipe.hset(name, mapping={"level": -missing, "clock": clock})
                pipe.pexpire(name, -(-full // (limit * 1000)) + 1)
                pipe.execute()
                return 0
            except WatchError as error:  # redis-py dresses up a lost connection as one, too
                if "occurred while watching" in str(error):
                    raise ConnectionError(str(error)) from error
                return 1
