"""Wrong: a bucket whose clock is 0 is taken for one that was never used."""

import struct

from redis import Redis

from ratelimit import Quota

LUA = """
local rate, token, cap, want, has_now, now = struct.unpack('>ddddBd', ARGV[1])
if has_now == 0 then
  local seconds, micros = unpack(redis.call('TIME'))
  now = seconds * 1000000 + micros
end
local key = KEYS[1]
local raw = redis.call('GET', key)
local debt, since = 0, 0
if raw then
  local list = cmsgpack.unpack(raw)
  debt, since = list[1], list[2]
end
if since == 0 then debt, since = 0, now end
local elapsed = math.max(0, now - since)
debt = math.max(0, debt - elapsed * rate)
local excess = debt + want - cap
if excess <= 0 then
  debt = debt + want
  local life = math.floor((debt + rate - 1) / rate / 1000) + 1
  redis.call('SET', key, cmsgpack.pack({debt, since + elapsed}), 'PX', life)
  return 0
end
return math.ceil(excess / rate)
"""


class RedisTokenBucket:
    """A bucket of `quota.burst` tokens for each key, kept in Redis, refilled with `limit` tokens per `period` µs."""

    def __init__(self, client: Redis, quota: Quota, prefix: str = "token_bucket") -> None:
        self.run = client.register_script(LUA)
        self.prefix = prefix.encode("utf-8") + b"{"
        self.burst = quota.burst
        self.token = quota.period
        self.cap = quota.burst * quota.period
        self.rate = min(quota.limit, self.cap)

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        if cost not in range(1, self.burst + 1):
            raise ValueError("this cost is never granted")
        numbers = struct.pack(">ddddBd", self.rate, self.token, self.cap, cost * self.token, now is not None, now or 0)
        return self.run([self.prefix + key.encode("utf-8") + b"}"], [numbers])
