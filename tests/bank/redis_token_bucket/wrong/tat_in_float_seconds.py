"""Keeps, as a GCRA in float seconds, the moment at which the bucket is full, and compares (now + x) - now with x: rounding refuses a new key.

Breaks: law 6 (Nothing is rounded)
Level: exact
Shows: `7/600000000 burst 2: take(1700000000000000, 2)`
Expected: 0; yours: 1
Shipped: throttled-py before 3.5.0, GCRA (#175): the first request of a new key denied on a quarter to a half of freshly booted machines
"""

from hashlib import sha1

from redis import Redis
from redis.exceptions import NoScriptError

from ratelimit import Quota

LUA = """
local limit, period, burst = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local cost, now = tonumber(ARGV[4]), tonumber(ARGV[5])
if not now then
  local time = redis.call('TIME')
  now = tonumber(time[1]) * 1000000 + tonumber(time[2])
end
local seconds, interval = now / 1000000, period / limit / 1000000
local full_at = math.max(tonumber(redis.call('GET', KEYS[1])) or seconds, seconds) + cost * interval
local over = full_at - seconds - burst * interval
if over > 0 then
  return math.max(1, math.floor(over * 1000000 + 0.5))
end
local ttl = string.format('%.0f', math.ceil(burst * interval * 1000) + 1)
redis.call('SET', KEYS[1], string.format('%.17g', full_at), 'PX', ttl)
return 0
"""
SHA = sha1(LUA.encode()).hexdigest()


class RedisTokenBucket:
    def __init__(self, client: Redis, quota: Quota, prefix: str = "token_bucket") -> None:
        self.client = client
        self.quota = quota
        self.prefix = prefix

    def _name(self, key):
        return f"{len(self.prefix)}:{self.prefix}:{key}".encode()

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        quota = self.quota
        if not 1 <= cost <= quota.burst:
            raise ValueError(f"cost {cost} is not between 1 and {quota.burst}")
        given = "" if now is None else now
        call = (1, self._name(key), quota.limit, quota.period, quota.burst, cost, given)
        try:
            return self.client.evalsha(SHA, *call)
        except NoScriptError:
            return self.client.eval(LUA, *call)
