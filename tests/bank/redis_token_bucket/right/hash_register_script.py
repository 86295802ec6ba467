"""Keeps level and clock in a hash, by HSET and PEXPIRE in one script that `register_script` sends.

The TTL is always the time that an empty bucket takes. `Script` loads a lost script and asks once more; if it is lost
again in between, EVAL can't be refused.
"""

import hashlib

from redis import Redis
from redis.exceptions import NoScriptError

from ratelimit import Quota

TAKE = """
local key = KEYS[1]
local rate, capacity, price, ttl = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), ARGV[4]

local now
if #ARGV >= 5 then
  now = tonumber(ARGV[5])
else
  local t = redis.call('TIME')
  now = t[1] * 1e6 + t[2]
end

local stored = redis.call('HMGET', key, 'level', 'clock')
local level = tonumber(stored[1] or capacity)
local clock = math.max(tonumber(stored[2] or now), now)

local gap = math.ceil((capacity - level) / rate)
local elapsed = clock - tonumber(stored[2] or now)
if elapsed < gap then
  level = level + elapsed * rate
else
  level = capacity
end

if level >= price then
  redis.call('HSET', key, 'level', string.format('%.0f', level - price), 'clock', string.format('%.0f', clock))
  redis.call('PEXPIRE', key, ttl)
  return 0
end
return clock - now + math.ceil((price - level) / rate)
"""


class RedisTokenBucket:
    """A token is `period` units; each microsecond `limit` units flow in."""

    def __init__(self, client: Redis, quota: Quota, prefix: str = "token_bucket") -> None:
        self._client = client
        self._script = client.register_script(TAKE)
        self._burst = quota.burst
        self._price = quota.period
        self._capacity = quota.burst * quota.period
        self._rate = min(quota.limit, self._capacity)
        self._ttl = -(-self._capacity // (self._rate * 1000)) + 1
        self._space = hashlib.sha256(prefix.encode()).hexdigest()

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        if cost < 1:
            raise ValueError("cost must be at least 1")
        if cost > self._burst:
            raise ValueError(f"a bucket of {self._burst} never holds {cost}")
        keys = [f"{self._space}:{key}".encode()]
        args = [self._rate, self._capacity, cost * self._price, self._ttl]
        if now is not None:
            args.append(now)
        try:
            return self._script(keys, args)
        except NoScriptError:
            return self._client.eval(TAKE, len(keys), *keys, *args)
