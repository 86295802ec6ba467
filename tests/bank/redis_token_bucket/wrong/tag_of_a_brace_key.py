"""Puts the key first between the braces of its hash tag, and a key that begins with "}" closes them: the tag is empty.

Breaks: law 11 (all Redis keys of a call are in one cluster slot)
Level: keys
Shows: the two KEYS of take("}x"), through CLUSTER KEYSLOT or redis.crc.key_slot
Expected: one slot; yours: two
Shipped: not known
"""

from redis import Redis
from redis.exceptions import NoScriptError

from ratelimit import Quota

LUA = """
local debt_key, clock_key = KEYS[1], KEYS[2]
local limit  = tonumber(ARGV[1])
local period = tonumber(ARGV[2])
local burst  = tonumber(ARGV[3])
local cost   = tonumber(ARGV[4])
local now    = tonumber(ARGV[5])
if now == nil then
  local time = redis.call('TIME')
  now = tonumber(time[1]) * 1000000 + tonumber(time[2])
end

local debt, clock = 0, now
local values = redis.call('MGET', debt_key, clock_key)
if values[1] and values[2] then
  debt, clock = tonumber(values[1]), tonumber(values[2])
end

if now > clock then
  debt = debt - (now - clock) * limit
  if debt < 0 then debt = 0 end
  clock = now
end

local after = debt + cost * period
if after > burst * period then
  return math.ceil((after - burst * period) / limit)
end

local ttl = string.format('%.0f', math.ceil(after / limit / 1000) + 1000)
redis.call('SET', debt_key, string.format('%.0f', after), 'PX', ttl)
redis.call('SET', clock_key, string.format('%.0f', clock), 'PX', ttl)
return 0
"""


class RedisTokenBucket:
    """Two plain keys for each bucket. What is in braces decides the cluster slot, so both have the same there."""

    def __init__(self, client: Redis, quota: Quota, prefix: str = "token_bucket") -> None:
        self.client = client
        self.quota = quota
        # in hex: no colons, no braces, so it can't be mistaken for a piece of the key
        self.prefix = prefix.encode().hex()
        self.sha = client.register_script(LUA).sha

    def keys(self, key):
        tag = "{" + key + ":" + self.prefix + "}"
        return [(tag + suffix).encode() for suffix in (":debt", ":clock")]

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        limit, period, burst = self.quota.limit, self.quota.period, self.quota.burst
        if not 1 <= cost <= burst:
            raise ValueError(f"cost must be from 1 to {burst}: {cost}")
        if now is None:
            now = ""
        call = [2, *self.keys(key), min(limit, burst * period), period, burst, cost, now]
        try:
            return self.client.evalsha(self.sha, *call)
        except NoScriptError:
            return self.client.eval(LUA, *call)
