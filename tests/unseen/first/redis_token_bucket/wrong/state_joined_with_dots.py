"""Wrong (b, openresty/lua-resty-redis #135): the state is joined with `..`, which writes 14 digits: from 10**14 on, time and level are rounded.

Witness: 3/600000000: take(1700000000000049, 3) take(1700000000000051) -> 199999949, right: 199999998
"""

from hashlib import sha1

from redis.exceptions import NoScriptError

SOURCE = b"""
local limit, period, burst, cost = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local now
if ARGV[5] == 'server' then
  local t = redis.call('TIME')
  now = t[1] * 1e6 + t[2]
else
  now = tonumber(ARGV[5])
end
local full, need = burst * period, cost * period
local units, at = full, now
local text = redis.call('GET', KEYS[1])
if text then
  local a, b = string.match(text, '^([^:]+):(.+)$')
  units, at = tonumber(a), tonumber(b)
end
local moment = math.max(now, at)
units = math.min(full, units + (moment - at) * limit)
if units >= need then
  units = units - need
  local ms = math.ceil(math.ceil((full - units) / limit) / 1000)
  redis.call('SET', KEYS[1], units .. ':' .. moment, 'PX', string.format('%.0f', ms))
  return 0
end
return math.ceil((need - units) / limit) + moment - now
"""
DIGEST = sha1(SOURCE).hexdigest()


class RedisTokenBucket:
    __slots__ = ("_client", "_numbers", "_burst", "_head")

    def __init__(self, client, quota, prefix="token_bucket"):
        self._client = client
        self._burst = quota.burst
        self._numbers = (quota.limit, quota.period, quota.burst)
        self._head = f"{len(prefix)}:{prefix}:"

    def take(self, key, cost=1, now=None):
        if cost < 1 or cost > self._burst:
            raise ValueError("such a cost is never granted")
        name = (self._head + key).encode("utf-8")
        values = (name, *self._numbers, cost, "server" if now is None else now)
        try:
            return int(self._client.evalsha(DIGEST, 1, *values))
        except NoScriptError:
            return int(self._client.eval(SOURCE, 1, *values))
