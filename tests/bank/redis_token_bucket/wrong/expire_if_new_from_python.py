"""Leaves the expiry of a new key to Python, after the script: a process that dies in between leaves a key for ever.

Breaks: law 9 (Every key expires)
Level: expiry
Same as: expire_from_python
Shows: the process dies after the EVALSHA that made the key; then PTTL of the key
Expected: the time to fill; yours: -1
Shipped: not known
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
redis.call('PEXPIRE', KEYS[1], string.format('%.0f', math.ceil(full / limit / 1000) + 1))
redis.call('HSET', KEYS[1], 'level', string.format('%.0f', level - cost * period), 'clock', string.format('%.0f', clock))
if not state[1] then
  return -1 -- granted, and new
end
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
            wait = self.client.evalsha(SHA, *call)
        except NoScriptError:
            wait = self.client.eval(LUA, *call)
        if wait == -1:
            self.client.pexpire(call[1], -(-quota.burst * quota.period // (quota.limit * 1000)) + 1)
            return 0
        return wait
