"""Right: EVALSHA by hand with a hash made here, EVAL when the server says NOSCRIPT; the state is the debt and the clock in one string with a colon, expiry in seconds."""

import hashlib

from redis import Redis
from redis.exceptions import NoScriptError

from ratelimit import Quota

SCRIPT = """
local function whole(n) return string.format('%.0f', n) end
local inflow = tonumber(ARGV[1])
local most = tonumber(ARGV[2])
local price = tonumber(ARGV[3])
local now = tonumber(ARGV[4])
if now < 0 then
  local seconds_and_micros = redis.call('TIME')
  now = seconds_and_micros[1] * 1000000 + seconds_and_micros[2]
end
local debt, clock = 0, now
local state = redis.call('GET', KEYS[1])
if state then
  local colon = string.find(state, ':', 1, true)
  debt = tonumber(string.sub(state, 1, colon - 1))
  clock = tonumber(string.sub(state, colon + 1))
  if clock < now then
    debt = math.max(0, debt - (now - clock) * inflow)
    clock = now
  end
end
debt = debt + price
if debt > most then
  return math.ceil((debt - most) / inflow)
end
redis.call('SETEX', KEYS[1], whole(math.ceil(debt / inflow / 1000000) + 1), whole(debt) .. ':' .. whole(clock))
return 0
"""
SHA = hashlib.sha1(SCRIPT.encode()).hexdigest()
SERVER_TIME = -1


class RedisTokenBucket:
    def __init__(self, client: Redis, quota: Quota, prefix: str = "token_bucket") -> None:
        self.client = client
        self.quota = quota
        self.prefix = prefix

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        if cost < 1:
            raise ValueError(f"cost must be at least 1, got {cost}")
        if cost > self.quota.burst:
            raise ValueError(f"cost must be at most {self.quota.burst}, got {cost}")
        if now is None:
            now = SERVER_TIME
        most = self.quota.burst * self.quota.period
        arguments = (1, f"{self.prefix}{{{key}", min(self.quota.limit, most), most, cost * self.quota.period, now)
        try:
            return self.client.evalsha(SHA, *arguments)
        except NoScriptError:  # nothing ran
            return self.client.eval(SCRIPT, *arguments)
