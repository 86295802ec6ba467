"""Divides by the period twice: it passes the rate per second, and the script divides the period by it. Right for a second only.

Breaks: law 1 (The formula)
Level: answers
Shows: `60/60000000: take(0, 60) take(0)`
Expected: 1000000; yours: 60000000
Shipped: rush #18: rate = count/period, and Lua divided period/rate; per_minute(60) refilled one token a minute
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
local full = burst * period
local state = redis.call('HMGET', KEYS[1], 'level', 'clock')
local level, clock = tonumber(state[1]) or full, tonumber(state[2]) or now
level = math.min(full, level + math.max(0, now - clock) * limit)
clock = math.max(clock, now)
local missing = cost * period - level
if missing > 0 then
  return math.ceil(missing / limit) + clock - now
end
redis.call('HSET', KEYS[1], 'level', string.format('%.0f', level - cost * period), 'clock', string.format('%.0f', clock))
redis.call('PEXPIRE', KEYS[1], string.format('%.0f', math.ceil(full / limit / 1000) + 4000))
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
        interval = quota.period * quota.period // 1_000_000  # the period over (limit per second)
        call = (1, self._name(key), quota.limit, interval, quota.burst, cost, given)
        try:
            return self.client.evalsha(SHA, *call)
        except NoScriptError:
            return self.client.eval(LUA, *call)
