"""Wrong: counts in milliseconds, as Redis does for expiry: a time between two of them is rounded down, and waits are whole ones."""

from redis import Redis

from ratelimit import Quota

LUA = """
local limit, full, weight = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local now = tonumber(ARGV[4])
if now < 0 then
  local t = redis.call('TIME')
  now = t[1] * 1000 + math.floor(t[2] / 1000)
end
local state = redis.call('HMGET', KEYS[1], 'missing', 'at')
local missing, at = tonumber(state[1] or 0), tonumber(state[2] or now)
now = math.max(now, at)
missing = math.max(0, missing - (now - at) * 1000 * limit) + weight
if missing > full then
  return math.ceil((missing - full) / limit / 1000)
end
redis.call('HSET', KEYS[1], 'missing', string.format('%.0f', missing), 'at', string.format('%.0f', now))
redis.call('PEXPIRE', KEYS[1], string.format('%.0f', math.ceil(missing / limit / 1000) + 1))
return 0
"""


class RedisTokenBucket:
    def __init__(self, client: Redis, quota: Quota, prefix: str = "token_bucket") -> None:
        self.script = client.register_script(LUA)
        self.quota = quota
        self.prefix = prefix

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        q = self.quota
        if cost < 1 or cost > q.burst:
            raise ValueError("cost")
        milliseconds = -1 if now is None else now // 1000
        return 1000 * self.script(
            keys=[f"{self.prefix}{{{key}}}"],
            args=[q.limit, q.burst * q.period, cost * q.period, milliseconds],
        )
