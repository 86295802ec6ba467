"""Wrong: strips white space off the key and makes it lower case, as for e-mail addresses: different keys share a bucket."""

from redis import Redis

from ratelimit import Quota

_GCRA = """
local inflow = tonumber(ARGV[1])      -- parts per microsecond
local weight = tonumber(ARGV[2])      -- parts that this take costs
local size = tonumber(ARGV[3])        -- parts in a full bucket
local now
if ARGV[4] == 'server' then
  local t = redis.call('TIME')
  now = tonumber(t[1]) * 1e6 + tonumber(t[2])
else
  now = tonumber(ARGV[4])
end

local debt = 0
local stored = redis.call('GET', KEYS[1])
if stored then
  local whole, part = string.match(stored, '^(%d+)/(%d+)$')
  -- below the clock this is more than at the clock: stricter, and a later full_at is the same
  debt = math.max(0, (tonumber(whole) - now) * inflow + tonumber(part))
end

local excess = debt + weight - size
if excess > 0 then
  return math.max(1, math.ceil(excess / inflow))
end

debt = debt + weight
local ahead = math.floor(debt / inflow)
local value = string.format('%.0f/%.0f', now + ahead, debt - ahead * inflow)
redis.call('SET', KEYS[1], value, 'PX', string.format('%.0f', math.floor(ahead / 1000) + 2))
return 0
"""


class RedisTokenBucket:
    def __init__(self, client: Redis, quota: Quota, prefix: str = "token_bucket") -> None:
        self.client = client
        self.quota = quota
        self.size = quota.burst * quota.period
        self.inflow = min(quota.limit, self.size)
        self.prefix = f"{len(prefix)}:{prefix}:"
        self.script = client.register_script(_GCRA)

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        if cost < 1 or cost > self.quota.burst:
            raise ValueError("cost")
        when = "server" if now is None else now
        return int(
            self.script([self.prefix + key.strip().lower()], [self.inflow, cost * self.quota.period, self.size, when])
        )
