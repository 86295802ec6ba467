"""What all these apps limit by: counters on the Redis that the test has told them of."""

import os
from functools import partial

from redis import Redis, asyncio

from ratelimit.redis import AsyncRedisLimiter, RedisLimiter
from ratelimit.web import Policy

CLIENT = Policy("client", "60/day")
SEARCH = Policy("search", "5/day")
_PREFIX = os.environ["RATELIMIT_TEST_PREFIX"]
_URL = os.environ["RATELIMIT_TEST_URL"]


def plain():
    return {"new_limiter": partial(RedisLimiter, client=Redis.from_url(_URL), prefix=_PREFIX), "exempt_paths": ["/pid"]}


def asynchronous():
    client = asyncio.Redis.from_url(_URL)
    return {"new_limiter": partial(AsyncRedisLimiter, client=client, prefix=_PREFIX), "exempt_paths": ["/pid"]}


def pid():
    return str(os.getpid())
