"""Keeps `parts clock` in a string, written with SET PX: a token is `period` parts, a microsecond brings `limit`."""

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
local parts, clock = full, now
local state = redis.call('GET', KEYS[1])
if state then
  local p, c = string.match(state, '^(%d+) (%d+)$')
  parts, clock = tonumber(p), tonumber(c)
end

local behind = 0
if now > clock then
  local elapsed = now - clock
  -- multiply only what can't overflow: a bucket that has had the time to fill is full
  if elapsed >= math.ceil((full - parts) / limit) then
    parts = full
  else
    parts = parts + elapsed * limit
  end
  clock = now
else
  behind = clock - now
end

local need = cost * period
if parts < need then
  return behind + math.ceil((need - parts) / limit)
end

parts = parts - need
local until_full = math.ceil((full - parts) / limit)
redis.call('SET', KEYS[1], string.format('%.0f %.0f', parts, clock), 'PX', math.ceil(until_full / 1000))
return 0
"""
SHA = sha1(LUA.encode()).hexdigest()


class RedisTokenBucket:
    def __init__(self, client: Redis, quota: Quota, prefix: str = "token_bucket") -> None:
        self.client = client
        self.quota = quota
        self.prefix = prefix
        # Beyond burst * period per microsecond, more flow makes no difference, and a double can't hold it.
        self.limit = min(quota.limit, quota.burst * quota.period)

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        if not 1 <= cost <= self.quota.burst:
            raise ValueError(f"cost must be from 1 to {self.quota.burst}, got {cost}")
        name = f"{len(self.prefix)}:{self.prefix}:{key}"
        args = (self.limit, self.quota.period, self.quota.burst, cost, "" if now is None else now)
        try:
            return self.client.evalsha(SHA, 1, name, *args)
        except NoScriptError:
            return self.client.eval(LUA, 1, name, *args)
