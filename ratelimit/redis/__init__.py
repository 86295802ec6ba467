"""The same limiters for many processes: the state is in Redis or Valkey, and each decision is one Lua script."""

from ratelimit.redis.asynchronous import AsyncRedisLimiter
from ratelimit.redis.limiter import RedisLimiter

__all__ = ["AsyncRedisLimiter", "RedisLimiter"]
