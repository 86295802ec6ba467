"""A token bucket on Redis, written to be read.

A bucket needs two facts: how many tokens it held, and when. Redis keeps them in a hash, and a script does what must be
one step: read them, work out what has flowed in since, decide, write. No other command runs in between.

As in the bucket for one process, a token is counted as `period` parts, and every microsecond brings `limit` parts, so
that all numbers stay whole. Lua's numbers are doubles, which are exact for whole numbers up to 2^53.
"""

from redis import Redis

from ratelimit import Quota

LUA = """
-- KEYS[1]   the bucket: a hash of `parts` and `last`, the time at which that was so; full if there is none
-- ARGV      limit, period, burst, cost, now in microseconds; now is '' for the server's clock
-- returns   0 if the cost is granted, else the microseconds to wait
local limit, period, burst, cost = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local now = tonumber(ARGV[5])
if not now then
  local time = redis.call('TIME')
  now = tonumber(time[1]) * 1000000 + tonumber(time[2])
end
local function ticks_for(parts)
  return math.ceil(parts / limit)  -- rounded up: one tick less would be too early
end

local full, need = burst * period, cost * period
local stored = redis.call('HMGET', KEYS[1], 'parts', 'last')
local parts, last = tonumber(stored[1] or full), tonumber(stored[2] or now)
now = math.max(now, last)  -- a clock that was set back: no time has passed
parts = math.min(full, parts + (now - last) * limit)  -- beyond 2^53 this is rounded, and the bucket is full anyway

if parts < need then
  return ticks_for(need - parts)  -- nothing was written: a refusal is free
end
parts = parts - need
-- '%.0f', since tostring() and .. keep 14 digits, and today's date in microseconds has 16
redis.call('HSET', KEYS[1], 'parts', string.format('%.0f', parts), 'last', string.format('%.0f', now))
redis.call('PEXPIRE', KEYS[1], math.ceil(ticks_for(full - parts) / 1000))  -- a full bucket is the same as none
return 0
"""


class RedisTokenBucket:
    """At most `burst` tokens for each key, full when new, refilled continuously with `limit` per `period` µs."""

    def __init__(self, client: Redis, quota: Quota, prefix: str = "token_bucket") -> None:
        self.quota = quota
        self.prefix = f"{len(prefix)}:{prefix}:"  # with its length: else "a" with "b:c" would be "a:b" with "c"
        self.script = client.register_script(LUA)  # sends only its name; the text too if the server doesn't know it

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        """Spend `cost` tokens: return 0 if they are granted, else the microseconds to wait."""
        quota = self.quota
        if not 1 <= cost <= quota.burst:
            raise ValueError(f"cost must be between 1 and {quota.burst}, got {cost}")
        given = "" if now is None else now  # 0 is a time
        return self.script(keys=[self.prefix + key], args=[quota.limit, quota.period, quota.burst, cost, given])
