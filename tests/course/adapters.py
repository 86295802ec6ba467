"""The library's own limiters, with the methods that the katas ask for."""

from collections.abc import Callable, Hashable

from redis import Redis

from ratelimit import Clock, MemoryLimiter, Meter, Quota, TokenBucket
from ratelimit.redis import RedisLimiter


class KeyedLimiter:
    """`MemoryLimiter` with ready-made meters instead of an algorithm and a quota."""

    def __init__(self, new_meter: Callable[[], Meter], clock: Clock) -> None:
        self.limiter = MemoryLimiter(lambda _quota: new_meter(), Quota(1, 1), clock)

    def allow(self, key: Hashable, cost: int = 1) -> bool:
        return self.limiter.allow(key, cost)

    def __len__(self) -> int:
        return len(self.limiter)


class RedisTokenBucket:
    """Two `RedisLimiter`s with the same keys: one reads the server's clock, the other is passed the time."""

    def __init__(self, client: Redis, quota: Quota, prefix: str = "token_bucket") -> None:
        self.now = 0
        wide = 1000 * max(1, -(-1000 // quota.period))  # the same rate: the library refuses periods below a millisecond
        quota = Quota(quota.limit * wide // 1000, quota.period * wide, quota.burst)
        self.by_server_clock = RedisLimiter(TokenBucket, quota, client, prefix=prefix)
        self.by_given_clock = RedisLimiter(TokenBucket, quota, client, prefix=prefix, clock=lambda: self.now * 1000)

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        if now is None:
            return self.by_server_clock.hit(key, cost).retry_after // 1000
        self.now = now
        return self.by_given_clock.hit(key, cost).retry_after // 1000
