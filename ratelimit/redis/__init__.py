"""The same limiters past one process: the state in Redis or Valkey, each decision one Lua script."""

from ratelimit.redis.asynchronous import AsyncRedisLimiter
from ratelimit.redis.limiter import RedisLimiter
from ratelimit.redis.talk import microseconds

__all__ = ["AsyncRedisLimiter", "RedisLimiter", "microseconds"]
