"""Joins prefix and key, both escaped, with a colon, but leaves an empty part out with its colon.

Breaks: law 11 (Keys are opaque, and strangers)
Level: keys
Shows: 1/600000000: take("a") with prefix "", then take("") with prefix "a"
Expected: 0; yours: 600000000
Shipped: not known
"""

from redis import Redis

from ratelimit import Quota

LUA = """
local limit, period, burst, cost = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local now = tonumber(ARGV[5])
if not now then
  local t = redis.call('TIME')
  now = t[1] * 1000000 + t[2]
end
local full = burst * period
local have = full
local saved = redis.call('HMGET', KEYS[1], 'have', 'at')
if saved[1] then
  local at = tonumber(saved[2])
  now = math.max(now, at)
  have = math.min(full, tonumber(saved[1]) + (now - at) * limit)
end
local short = cost * period - have
if short > 0 then
  return math.ceil(short / limit)
end
redis.call('HSET', KEYS[1], 'have', string.format('%.0f', -short), 'at', string.format('%.0f', now))
redis.call('PEXPIRE', KEYS[1], math.ceil((full + short) / limit / 1000))
return 0
"""


class RedisTokenBucket:
    def __init__(self, client: Redis, quota: Quota, prefix: str = "token_bucket") -> None:
        self._script = client.register_script(LUA)
        self._quota = quota
        self._prefix = prefix

    def _name(self, key: str) -> str:
        parts = [part.replace("%", "%25").replace(":", "%3A") for part in (self._prefix, key)]
        return ":".join(part for part in parts if part)

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        q = self._quota
        if not 1 <= cost <= q.burst:
            raise ValueError(f"cost must be in 1..{q.burst}")
        args = [q.limit, q.period, q.burst, cost, "" if now is None else now]
        return self._script(keys=[self._name(key)], args=args)
