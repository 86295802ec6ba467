"""Right: a hash with the level, in parts of a token so that all is whole, and the clock; register_script, and one HSET with PEXPIRE when it grants."""

from redis import Redis

from ratelimit import Quota

LUA = """
local limit, period, burst, cost = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local now = tonumber(ARGV[5])
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000000 + time[2]
end
-- a token is `period` units, and `limit` units flow in per microsecond
local full = burst * period
local level, clock = full, now
local held = redis.call('HMGET', KEYS[1], 'level', 'clock')
if held[1] then
  level, clock = tonumber(held[1]), tonumber(held[2])
  if now > clock then
    level = math.min(full, level + (now - clock) * limit)
    clock = now
  end
end
local missing = cost * period - level
if missing > 0 then
  return math.ceil(missing / limit)
end
level = level - cost * period
redis.call('HSET', KEYS[1], 'level', string.format('%.0f', level), 'clock', string.format('%.0f', clock))
redis.call('PEXPIRE', KEYS[1], math.ceil((full - level) / limit / 1000) + 1)
return 0
"""


class RedisTokenBucket:
    def __init__(self, client: Redis, quota: Quota, prefix: str = "token_bucket") -> None:
        self._quota = quota
        self._prefix = prefix
        self._script = client.register_script(LUA)

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        quota = self._quota
        if not 1 <= cost <= quota.burst:
            raise ValueError(f"cost must be from 1 to {quota.burst}, got {cost}")
        return self._script(
            keys=[self._prefix + "{" + key + "}"],
            args=[
                min(quota.limit, quota.burst * quota.period),
                quota.period,
                quota.burst,
                cost,
                "" if now is None else now,
            ],
        )
