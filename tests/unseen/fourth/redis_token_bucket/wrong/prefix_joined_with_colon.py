"""Joins prefix and key by a colon, so two prefixes can share a Redis key."""

import redis

from ratelimit import Quota

BODY = """
local function clock(given)
  if given == 'nil' then
    local t = redis.call('TIME')
    return t[1] * 1000000 + t[2]
  end
  return tonumber(given)
end

local function load(key, burst, now)
  local v = redis.call('HMGET', key, 'w', 'p', 't')
  if v[1] then return tonumber(v[1]), tonumber(v[2]), tonumber(v[3]) end
  return burst, 0, now
end

local function refill(w, p, elapsed, limit, period, burst)
  local lack = (burst - w) * period - p
  if elapsed >= lack / limit then return burst, 0 end
  local units = p + elapsed * limit
  local part = math.fmod(units, period)
  return w + (units - part) / period, part
end

local limit, period, burst, cost = unpack({tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])})
local now = clock(ARGV[5])
local w, p, t = load(KEYS[1], burst, now)
local behind = 0
if now > t then
  w, p = refill(w, p, now - t, limit, period, burst)
  t = now
else
  behind = t - now
end
if w < cost then
  return behind + math.ceil(((cost - w) * period - p) / limit)
end
w = w - cost
local lack = (burst - w) * period - p
redis.call('HSET', KEYS[1], 'w', string.format('%.0f', w), 'p', string.format('%.0f', p), 't', string.format('%.0f', t))
redis.call('PEXPIRE', KEYS[1], string.format('%.0f', math.floor(lack / limit / 1000) + 2))
return 0
"""


def redis_key(prefix: str, key: str) -> bytes:
    return b"%s:%s" % (prefix.encode(), key.encode())


def arguments(quota: Quota, cost: int, now: int | None) -> list[str]:
    flow = min(quota.limit, quota.burst * quota.period)
    return [str(flow), str(quota.period), str(quota.burst), str(cost), "nil" if now is None else str(now)]


class RedisTokenBucket:
    """Asks its script; keeps nothing else."""

    __slots__ = ("client", "prefix", "quota", "script")

    def __init__(self, client: redis.Redis, quota: Quota, prefix: str = "token_bucket") -> None:
        self.client, self.quota, self.prefix = client, quota, prefix
        self.script = client.register_script(BODY)

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        if cost < 1:
            raise ValueError(f"cost {cost} is below 1")
        if cost > self.quota.burst:
            raise ValueError(f"cost {cost} is above the burst, {self.quota.burst}")
        return int(self.script(keys=[redis_key(self.prefix, key)], args=arguments(self.quota, cost, now)))
