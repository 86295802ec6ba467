"""Wrong: a cost above the limit is refused for ever, though the burst may be more."""

import json
from hashlib import sha1

import redis
from redis import Redis

from ratelimit import Quota

LUA = r"""
local limit, cost, cap, now = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
if now < 0 then
  local t = redis.call('TIME')
  now = tonumber(t[1] .. string.rep('0', 6 - #t[2]) .. t[2])
end

-- The bucket is full at `whole` + `part` / limit.
local whole, part = now, 0
local blob = redis.call('GET', KEYS[1])
if blob then
  whole, part = struct.unpack('>dd', blob)
  if whole < now then whole, part = now, 0 end
end

-- After the take it would be full there.
local sum = part + cost
part = math.fmod(sum, limit)
whole = whole + (sum - part) / limit

-- It may lack `cap` at most: so it must be full no later than this.
local last_part = math.fmod(cap, limit)
local last = now + (cap - last_part) / limit
if whole > last or (whole == last and part > last_part) then
  local wait = whole - last
  if part > last_part then wait = wait + 1 end
  return wait
end
local ms = math.ceil((whole - now + 1) / 1000) + 1
redis.call('SET', KEYS[1], struct.pack('>dd', whole, part), 'PX', string.format('%d', ms))
return 0
"""


class RedisTokenBucket:
    """A bucket of `quota.burst` tokens for each key, kept in Redis, refilled with `limit` tokens per `period` µs."""

    __slots__ = ("_ask", "_burst", "_cap", "_limit", "_load", "_period", "_prefix")

    _SHA = sha1(LUA.encode()).hexdigest()

    def __init__(self, client: Redis, quota: Quota, prefix: str = "token_bucket") -> None:
        self._ask = client.execute_command
        self._load = client.script_load
        self._burst = quota.burst
        self._period = quota.period
        self._cap = quota.burst * quota.period
        self._limit = min(quota.limit, self._cap)
        self._prefix = prefix

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        if cost < 1:
            raise ValueError("cost must be at least 1")
        if cost > min(self._burst, self._limit):
            raise ValueError("cost must be at most the burst")
        name = json.dumps([self._prefix, key], ensure_ascii=True)
        args = self._limit, cost * self._period, self._cap, -1 if now is None else now
        while True:
            try:
                return self._ask("EVALSHA", self._SHA, 1, name, *args)
            except redis.exceptions.NoScriptError:
                self._load(LUA)
