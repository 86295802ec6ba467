"""Takes braces out of the key to keep its hash tag whole, so that keys that differ only in braces share a bucket.

Breaks: law 11 (Keys are opaque, and strangers)
Level: keys
Shows: 1/600000000: take("{a}") take("a")
Expected: 0; yours: 600000000
Shipped: not known
"""

from hashlib import sha1

from redis import Redis
from redis.exceptions import NoScriptError

from ratelimit import Quota

LUA = """
local limit, period, burst, cost = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local now = tonumber(ARGV[5])
if not now then
  local time = redis.call('TIME')
  now = tonumber(time[1]) * 1000000 + tonumber(time[2])
end
local level_key, clock_key = KEYS[1], KEYS[2]
local full = burst * period
local level = tonumber(redis.call('GET', level_key)) or full
local clock = tonumber(redis.call('GET', clock_key)) or now
if now > clock then
  level = math.min(full, level + (now - clock) * limit)
end
local at = math.max(now, clock)
local left = level - cost * period
if left < 0 then
  return at - now + math.ceil(-left / limit)
end
local ttl = string.format('%.0f', math.ceil(full / limit / 1000) + 1000)
redis.call('SET', level_key, string.format('%.0f', left), 'PX', ttl)
redis.call('SET', clock_key, string.format('%.0f', at), 'PX', ttl)
return 0
"""
SHA = sha1(LUA.encode()).hexdigest()


class RedisTokenBucket:
    def __init__(self, client: Redis, quota: Quota, prefix: str = "token_bucket") -> None:
        self.client = client
        self.quota = quota
        self.prefix = prefix

    def _names(self, key):
        inner = f"{len(self.prefix)}:{self.prefix}:{key}".replace("{", "").replace("}", "")
        tag = "{" + inner + "}"
        return [f"{tag}:level", f"{tag}:clock"]

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        quota = self.quota
        if not 1 <= cost <= quota.burst:
            raise ValueError(f"cost {cost} is not between 1 and {quota.burst}")
        names = self._names(key)
        args = [quota.limit, quota.period, quota.burst, cost, "" if now is None else now]
        try:
            return self.client.evalsha(SHA, len(names), *names, *args)
        except NoScriptError:
            return self.client.eval(LUA, len(names), *names, *args)
