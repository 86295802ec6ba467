"""Rounds the expiry down to whole seconds, so a key may expire before its bucket is full."""

import math

from redis.exceptions import NoScriptError

LUA = """
local t = redis.call('TIME')
local server = t[1] * 1000000 + t[2]
local now = server
if #ARGV == 5 then now = tonumber(ARGV[5]) end
local per_us, per_token, top, cost = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])

local have, seen = top, now
local old = redis.call('HGETALL', KEYS[1])
for i = 1, #old, 2 do
  if old[i] == 'h' then have = tonumber(old[i + 1]) end
  if old[i] == 's' then seen = tonumber(old[i + 1]) end
end
local late = 0
if now < seen then
  late = seen - now
else
  have = have + (now - seen) * per_us
  if have > top then have = top end
  seen = now
end
local after = have - cost * per_token
if after < 0 then
  return string.format('%.0f', late + math.ceil(-after / per_us))
end
local full = math.ceil((top - after) / per_us)
redis.call('HSET', KEYS[1], 'h', string.format('%.0f', after), 's', string.format('%.0f', seen))
redis.call('EXPIRE', KEYS[1], string.format('%.0f', math.floor(full / 1000000)))
return '0'
"""


class RedisTokenBucket:
    """Loads its script when it is made, and again whenever it is lost."""

    def __init__(self, client, quota, prefix="token_bucket"):
        common = math.gcd(quota.limit, quota.period)
        token = quota.period // common
        top = quota.burst * token
        self._client = client
        self._argv = [min(quota.limit // common, top), token, top]
        self._burst = quota.burst
        self._prefix = prefix
        self._sha = client.script_load(LUA)

    def _name(self, key):
        return self._prefix + "{k" + key.encode().hex() + "}"

    def take(self, key, cost=1, now=None):
        if cost < 1 or cost > self._burst:
            raise ValueError("cost out of range")
        call = [1, self._name(key), *self._argv, cost]
        if now is not None:
            call.append(now)
        while True:
            try:
                return int(self._client.evalsha(self._sha, *call))
            except NoScriptError:
                self._sha = self._client.script_load(LUA)
