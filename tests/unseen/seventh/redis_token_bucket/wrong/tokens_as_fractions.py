"""Wrong: the script of many blog posts, with tokens and a rate as floats; thirds of a token don't add up, and grants and waits are off by a little (law 6)."""

from redis import Redis

from ratelimit import Quota

LUA = """
local rate = tonumber(ARGV[1])
local capacity = tonumber(ARGV[2])
local requested = tonumber(ARGV[3])
local now = tonumber(ARGV[4])
if now == nil then
  local t = redis.call('TIME')
  now = tonumber(t[1]) * 1000000 + tonumber(t[2])
end

local bucket = redis.call('HMGET', KEYS[1], 'tokens', 'timestamp')
local tokens = tonumber(bucket[1] or capacity)
local timestamp = tonumber(bucket[2] or now)

local delta = math.max(0, now - timestamp)
local filled = math.min(capacity, tokens + delta * rate)
if filled >= requested then
  filled = filled - requested
  redis.call('HSET', KEYS[1], 'tokens', filled, 'timestamp', math.max(now, timestamp))
  redis.call('PEXPIRE', KEYS[1], math.ceil((capacity - filled) / rate / 1000) + 1)
  return 0
end
return math.ceil((requested - filled) / rate)
"""


class RedisTokenBucket:
    def __init__(self, client: Redis, quota: Quota, prefix: str = "token_bucket") -> None:
        self.script = client.register_script(LUA)
        self.rate = quota.limit / quota.period
        self.capacity = quota.burst
        self.prefix = prefix

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        if cost < 1 or cost > self.capacity:
            raise ValueError("cost is out of range")
        args = [repr(self.rate), self.capacity, cost, "" if now is None else now]
        return self.script(keys=[self.prefix + "{" + key + "}"], args=args)
