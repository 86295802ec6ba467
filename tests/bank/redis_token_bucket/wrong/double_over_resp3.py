"""Answers a double from the script, so that a wait is an `int` over RESP2 but a `float` over RESP3.

Breaks: law 1 (the formula, "whatever the client"), and the contract's "an `int`"
Level: answers
Shows: 1/600000000: take(0) take(0)   (with a client of protocol=3)
Expected: 600000000; yours: 600000000.0
Shipped: not known
"""

from redis import Redis
from redis.exceptions import NoScriptError

from ratelimit import Quota

# A wait may pass 2^31, so it goes back as a double: Lua's own kind of number, no conversion on the way.
LUA = """
local limit, period, burst = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local cost, now = tonumber(ARGV[4]) * period, tonumber(ARGV[5])
if not now then
  local t = redis.call('TIME')
  now = tonumber(t[1]) * 1000000 + tonumber(t[2])
end

local full = burst * period
local saved = redis.call('HMGET', KEYS[1], 'have', 'at')
local have, at = tonumber(saved[1]) or full, tonumber(saved[2]) or now
if now > at then
  have = math.min(full, have + (now - at) * limit)
  at = now
end
if have < cost then
  return {double = math.ceil((cost - have) / limit)}
end
redis.call('HSET', KEYS[1], 'have', have - cost, 'at', at)
redis.call('PEXPIRE', KEYS[1], math.ceil((full - have + cost) / limit / 1000) + 1000)
return {double = 0}
"""


class RedisTokenBucket:
    """A bucket of `quota.burst` tokens for each key, kept in Redis."""

    def __init__(self, client: Redis, quota: Quota, prefix: str = "token_bucket") -> None:
        self._client = client
        self._burst = quota.burst
        self._quota = (min(quota.limit, quota.burst * quota.period), quota.period, quota.burst)
        self._script = client.register_script(LUA)
        self._prefix = f"{len(prefix)}:{prefix}:"

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        if not 1 <= cost <= self._burst:
            raise ValueError(f"cost must be between 1 and {self._burst}, not {cost}")
        args = (1, (self._prefix + key).encode(), *self._quota, cost, "" if now is None else now)
        try:
            wait = self._client.evalsha(self._script.sha, *args)
        except NoScriptError:
            wait = self._client.eval(LUA, *args)
        if isinstance(wait, (bytes, str)):
            wait = int(wait)  # it came as text
        return wait
