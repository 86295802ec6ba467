"""Adds whole tokens only and moves their clock on by just the time they took, but in whole microseconds.

Breaks: law 6 (nothing is rounded)
Level: exact
Shows: 3/1000000000: take(0, 3) take(333333334) take(666666667) take(1000000000) take(1333333333)
Expected: 1; yours: 0
Shipped: not known
"""

from redis import Redis
from redis.exceptions import NoScriptError

from ratelimit import Quota

# After "Rate limiting with Redis and Lua", with the remainder bug from the comments fixed:
# last_refill must not jump to `now`, or the part of a token that has flowed in since is lost.
TOKEN_BUCKET = """
local bucket_key    = KEYS[1]
local rate          = tonumber(ARGV[1])
local interval      = tonumber(ARGV[2])
local capacity      = tonumber(ARGV[3])
local requested     = tonumber(ARGV[4])
local now           = tonumber(ARGV[5])
local ttl           = tonumber(ARGV[6])

if now < 0 then
    local t = redis.call('TIME')
    now = tonumber(t[1]) * 1000000 + tonumber(t[2])
end

local bucket        = redis.call('HMGET', bucket_key, 'tokens', 'last_refill')
local tokens        = tonumber(bucket[1])
local last_refill   = tonumber(bucket[2])

if tokens == nil then
    tokens = capacity
    last_refill = now
end

-- refill
local elapsed = math.max(0, now - last_refill)
local new_tokens = math.floor(elapsed * rate / interval)
if tokens + new_tokens >= capacity then
    tokens = capacity
    last_refill = math.max(now, last_refill)
else
    tokens = tokens + new_tokens
    last_refill = last_refill + math.floor(new_tokens * interval / rate)
end

if tokens < requested then
    local ready = last_refill + math.ceil((requested - tokens) * interval / rate)
    return math.max(1, ready - now)
end

redis.call('HMSET', bucket_key, 'tokens', tokens - requested, 'last_refill', last_refill)
redis.call('PEXPIRE', bucket_key, ttl)
return 0
"""


class RedisTokenBucket:
    def __init__(self, client: Redis, quota: Quota, prefix: str = "token_bucket") -> None:
        self.redis = client
        self.capacity = quota.burst
        self.interval = quota.period
        self.rate = min(quota.limit, quota.burst * quota.period)
        self.prefix = prefix
        self.ttl_ms = self.capacity * self.interval // (self.rate * 1000) + 1000
        self.script = self.redis.register_script(TOKEN_BUCKET)

    def _bucket_key(self, key: str) -> bytes:
        return "{}:{}:{}".format(len(self.prefix), self.prefix, key).encode("utf-8")

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        if cost < 1:
            raise ValueError("cost must be positive")
        if cost > self.capacity:
            raise ValueError("cost exceeds the capacity of the bucket")
        params = [
            self._bucket_key(key),
            self.rate,
            self.interval,
            self.capacity,
            cost,
            -1 if now is None else now,
            self.ttl_ms,
        ]
        try:
            return self.redis.evalsha(self.script.sha, 1, *params)
        except NoScriptError:
            return self.redis.eval(TOKEN_BUCKET, 1, *params)
