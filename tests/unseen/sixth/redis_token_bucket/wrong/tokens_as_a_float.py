"""Wrong: tokens are a float, as in the scripts that everybody copies: with a third of a token they are rounded, and a call at its wait is refused."""

from redis import Redis

from ratelimit import Quota

LUA = """
local rate = tonumber(ARGV[1]) / tonumber(ARGV[2])
local capacity = tonumber(ARGV[3])
local requested = tonumber(ARGV[4])
local now = tonumber(ARGV[5])
if now < 0 then
  local t = redis.call('TIME')
  now = tonumber(t[1]) * 1000000 + tonumber(t[2])
end

local bucket = redis.call('HMGET', KEYS[1], 'tokens', 'ts')
local tokens = tonumber(bucket[1] or capacity)
local ts = tonumber(bucket[2] or now)
now = math.max(now, ts)
tokens = math.min(capacity, tokens + (now - ts) * rate)

if tokens < requested then
  return math.ceil((requested - tokens) / rate)
end
tokens = tokens - requested
redis.call('HSET', KEYS[1], 'tokens', string.format('%.17g', tokens), 'ts', string.format('%.0f', now))
redis.call('PEXPIRE', KEYS[1], math.ceil((capacity - tokens) / rate / 1000) + 1)
return 0
"""


class RedisTokenBucket:
    def __init__(self, client: Redis, quota: Quota, prefix: str = "token_bucket") -> None:
        self.script = client.register_script(LUA)
        self.quota = quota
        self.prefix = prefix

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        if cost < 1 or cost > self.quota.burst:
            raise ValueError("cost")
        args = [self.quota.limit, self.quota.period, self.quota.burst, cost, -1 if now is None else now]
        return self.script(keys=[self.prefix + "{" + key + "}"], args=args)
