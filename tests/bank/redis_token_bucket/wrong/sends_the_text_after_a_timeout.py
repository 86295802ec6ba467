"""Sends the whole script again when the answer to its digest comes too late: what was granted then is granted twice.

Breaks: law 13 (What goes wrong is told)
Level: scripts
Same as: asks_again_after_a_timeout
Shows: 1/600000000 burst 2: take("ann") whose answer comes too late, then take("ann") as often as it is granted
Expected: TimeoutError, and one more grant; yours: 0, and none
Shipped: not known
"""

from redis import Redis
from redis.exceptions import NoScriptError, TimeoutError

from ratelimit import Quota

LUA = """
local limit, period, burst, cost = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local now = tonumber(ARGV[5])
if now == nil then
  local t = redis.call('TIME')
  now = tonumber(t[1]) * 1000000 + tonumber(t[2])
end
local cap = burst * period
local tokens = cap
local s = redis.call('HMGET', KEYS[1], 't', 'n')
if s[1] then
  now = math.max(now, tonumber(s[2]))
  tokens = math.min(cap, tonumber(s[1]) + (now - tonumber(s[2])) * limit)
end
tokens = tokens - cost * period
if tokens < 0 then return math.ceil(-tokens / limit) end
redis.call('HSET', KEYS[1], 't', tokens, 'n', now)
redis.call('PEXPIRE', KEYS[1], math.ceil((cap - tokens) / limit / 1000))
return 0
"""


class RedisTokenBucket:
    def __init__(self, client: Redis, quota: Quota, prefix: str = "token_bucket") -> None:
        self._client, self._quota, self._prefix = client, quota, prefix
        self._sha = None

    def _eval(self, *args):
        if self._sha is None:
            self._sha = self._client.script_load(LUA)
        try:
            return self._client.evalsha(self._sha, 1, *args)
        except NoScriptError:
            return self._client.eval(LUA, 1, *args)

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        q = self._quota
        if not 1 <= cost <= q.burst:
            raise ValueError("cost")
        args = (f"{self._prefix}{{{key}}}", q.limit, q.period, q.burst, cost, "" if now is None else now)
        try:
            return self._eval(*args)
        except TimeoutError:
            return self._client.eval(LUA, 1, *args)
