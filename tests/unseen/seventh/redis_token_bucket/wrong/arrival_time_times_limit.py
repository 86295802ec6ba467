"""Wrong: GCRA with times multiplied by the limit, to have no fractions; today's date times a limit of eight or more is above 2^53, and Lua's doubles round it (law 6)."""

from redis import Redis

from ratelimit import Quota

LUA = """
-- all times are in microseconds * limit: then a token takes `period`
local limit, period, burst, cost = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local now
if ARGV[5] ~= '' then
  now = tonumber(ARGV[5]) * limit
else
  local t = redis.call('TIME')
  now = (t[1] * 1000000 + t[2]) * limit
end
local tat = tonumber(redis.call('GET', KEYS[1]) or now)
if tat < now then tat = now end
local new_tat = tat + cost * period
local allow_at = new_tat - burst * period
if now < allow_at then
  return math.ceil((allow_at - now) / limit)
end
redis.call('SET', KEYS[1], string.format('%.0f', new_tat), 'PX', math.ceil((new_tat - now) / limit / 1000) + 1)
return 0
"""


class RedisTokenBucket:
    def __init__(self, client: Redis, quota: Quota, prefix: str = "token_bucket") -> None:
        self.gcra = client.register_script(LUA)
        self.quota = quota
        self.prefix = prefix

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        if not 1 <= cost <= self.quota.burst:
            raise ValueError(f"cost must be in [1, {self.quota.burst}]")
        numbers = [self.quota.limit, self.quota.period, self.quota.burst, cost]
        return self.gcra(keys=[self.prefix + "{" + key + "}"], args=[*numbers, "" if now is None else now])
