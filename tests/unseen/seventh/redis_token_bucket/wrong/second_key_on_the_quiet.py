"""Wrong: keeps the clock in a second Redis key that the script makes out of the first, and that is not in KEYS (law 11)."""

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
local stamp = KEYS[1] .. ':clock'
local held = redis.call('MGET', KEYS[1], stamp)
if held[1] and held[2] then
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
local ttl = math.ceil((full - level) / limit / 1000) + 1
redis.call('SET', KEYS[1], string.format('%.0f', level), 'PX', ttl)
redis.call('SET', stamp, string.format('%.0f', clock), 'PX', ttl)
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
