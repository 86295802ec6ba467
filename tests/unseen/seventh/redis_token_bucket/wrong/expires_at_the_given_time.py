"""Wrong: sets the expiry as a date made from `now`, which has nothing to do with the server's clock when it is given: a key of 1970 is gone at once (law 9)."""

from redis import Redis

from ratelimit import Quota

LUA = """
local limit, full, units = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local now
if ARGV[4] == 'server' then
  local t = redis.call('TIME')
  now = tonumber(t[1]) * 1e6 + tonumber(t[2])
else
  now = tonumber(ARGV[4])
end

local whole, rest = now, 0
local tat = redis.call('GET', KEYS[1])
if tat then
  local w, r = string.match(tat, '^(%d+) (%d+)$')
  w, r = tonumber(w), tonumber(r)
  if w >= now then
    whole, rest = w, r
  end
end

-- add units / limit
rest = rest + units % limit
whole = whole + math.floor(units / limit)
if rest >= limit then
  rest = rest - limit
  whole = whole + 1
end

local ahead = (whole - now) * limit + rest
if ahead > full then
  return math.ceil((ahead - full) / limit)
end
redis.call('SET', KEYS[1], string.format('%.0f %.0f', whole, rest), 'PXAT', string.format('%.0f', math.ceil((whole + 1) / 1000) + 1))
return 0
"""


class RedisTokenBucket:
    def __init__(self, client: Redis, quota: Quota, prefix: str = "token_bucket") -> None:
        self.script = client.register_script(LUA)
        self.period = quota.period
        self.burst = quota.burst
        self.full = quota.burst * quota.period
        self.limit = min(quota.limit, self.full)  # more than that fills it in a microsecond too
        self.prefix = f"{len(prefix)}:{prefix}:"

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError("this cost can never be granted")
        when = "server" if now is None else now
        return int(self.script([self.prefix + key], [self.limit, self.full, cost * self.period, when]))
