"""Takes any error for a lost script and sends the take again with its text, also when the line was cut after a grant.

Breaks: law 13 (what goes wrong is told), and with it law 10: something is spent twice
Level: scripts
Shows: the line is cut when the server has run the EVALSHA and before its answer arrives; the server stays up
Expected: a ConnectionError, and one token spent; yours: 0, and two tokens spent
Shipped: not known
"""

import logging

import redis

from ratelimit import Quota

log = logging.getLogger(__name__)

LUA = """
-- KEYS: bucket. ARGV: limit, period, capacity (parts), price (parts), now or nothing
local limit, capacity, price = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local now = tonumber(ARGV[4])
if now == nil then
   local time = redis.call('TIME')
   now = tonumber(time[1]) * 1000000 + tonumber(time[2])
end

local parts, seen = capacity, now
local packed = redis.call('GET', KEYS[1])
if packed then
   parts, seen = struct.unpack('>dd', packed)
end

local elapsed = now - seen
if elapsed > 0 then
   parts = math.min(parts + elapsed * limit, capacity)
   seen = now
end

local short = price - parts
if short > 0 then
   return math.ceil(short / limit)
end

parts = parts - price
local ttl = math.ceil((capacity - parts) / limit / 1000) + 1000
redis.call('SET', KEYS[1], struct.pack('>dd', parts, seen), 'PX', string.format('%d', ttl))
return 0
"""


class RedisTokenBucket:
    """Token bucket whose state is two packed doubles under one key."""

    def __init__(self, client: redis.Redis, quota: Quota, prefix: str = "token_bucket") -> None:
        self.client = client
        self.burst = quota.burst
        self.period = quota.period
        self.capacity = quota.burst * quota.period
        self.limit = min(quota.limit, self.capacity)
        self.prefix = f"{prefix.count(':')}:{prefix}:"  # the count says which colon ends the prefix
        self.sha = client.register_script(LUA).sha

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError(f"cost {cost} can never be granted by a bucket of {self.burst}")

        name = (self.prefix + key).encode("utf-8")
        args = (self.limit, self.capacity, cost * self.period, "" if now is None else now)
        try:
            return self.client.evalsha(self.sha, 1, name, *args)
        except redis.RedisError as error:
            log.info("script is not there (%s), sending it", error)
            # EVAL runs and caches it in one step; if Redis itself is the problem, this raises and the caller is told.
            return self.client.eval(LUA, 1, name, *args)
