"""The peers that keep their state on Redis, used as their documentation says, each with a client that it makes."""

from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

from limits import RateLimitItemPerSecond
from limits.storage import storage_from_string
from limits.strategies import STRATEGIES
from pyrate_limiter import Limiter, Rate, RedisBucket, SlidingWindowLog
from redis import Redis
from throttled import Throttled
from throttled.rate_limiter import Quota
from throttled.rate_limiter import Rate as ThrottledRate
from throttled.store import RedisStore

Decide = Callable[[str], object]


class RedisPeer(NamedTuple):
    """One algorithm of one package, and the one of ours that does the same."""

    algorithm: str
    new: Callable[[str, int, int], Decide]  # (url, limit, seconds)


def _limits(strategy: str) -> Callable[[str, int, int], Decide]:
    def new(url: str, limit: int, seconds: int) -> Decide:
        storage = storage_from_string(url, key_prefix=strategy)  # two strategies can't share a key
        limiter, item = STRATEGIES[strategy](storage), RateLimitItemPerSecond(limit, seconds)
        return lambda key: limiter.hit(item, key)

    return new


def _throttled(using: str) -> Callable[[str, int, int], Decide]:
    def new(url: str, limit: int, seconds: int) -> Decide:
        quota = Quota(ThrottledRate(timedelta(seconds=seconds), limit), limit)
        return Throttled(using=using, quota=quota, store=RedisStore(server=url)).limit

    return new


def _pyrate(url: str, limit: int, seconds: int) -> Decide:
    rates = [Rate(limit, seconds * 1000)]
    limiter = Limiter(RedisBucket.init(rates, Redis.from_url(url), "pyrate", SlidingWindowLog()))
    return lambda key: limiter.try_acquire(key, blocking=False)


REDIS_PEERS = {
    "limits: fixed window": RedisPeer("fixed_window", _limits("fixed-window")),
    "limits: moving window": RedisPeer("sliding_log", _limits("moving-window")),
    "limits: sliding window counter": RedisPeer("sliding_window_counter", _limits("sliding-window-counter")),
    "throttled-py: fixed window": RedisPeer("fixed_window", _throttled("fixed_window")),
    "throttled-py: sliding window": RedisPeer("sliding_window_counter", _throttled("sliding_window")),
    "throttled-py: token bucket": RedisPeer("token_bucket", _throttled("token_bucket")),
    "throttled-py: leaking bucket": RedisPeer("leaky_bucket", _throttled("leaking_bucket")),
    "throttled-py: GCRA": RedisPeer("gcra", _throttled("gcra")),
    "pyrate-limiter: sliding window log": RedisPeer("sliding_log", _pyrate),
}
