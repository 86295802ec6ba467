"""Wrong: every key expires after an hour, whatever the quota: a daily bucket is full again too early, a fast one stays too long."""

from redis import Redis

from ratelimit import Quota

LUA = """
local limit, full, weight = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local now
if ARGV[4] ~= '' then
  now = tonumber(ARGV[4])
else
  local t = redis.call('TIME')
  now = t[1] * 1000000 + t[2]
end
local have, at = full, now
local state = redis.call('HMGET', KEYS[1], 'have', 'at')
if state[1] then
  have, at = tonumber(state[1]), tonumber(state[2])
  now = math.max(now, at)
  have = math.min(full, have + (now - at) * limit)
end
if have < weight then
  return math.ceil((weight - have) / limit)
end
redis.call('HSET', KEYS[1], 'have', string.format('%.0f', have - weight), 'at', string.format('%.0f', now))
redis.call('EXPIRE', KEYS[1], 3600)
return 0
"""


class RedisTokenBucket:
    def __init__(self, client: Redis, quota: Quota, prefix: str = "token_bucket") -> None:
        self.script = client.register_script(LUA)
        self.full = quota.burst * quota.period
        self.limit = min(quota.limit, self.full)
        self.quota = quota
        self.prefix = prefix

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        if cost < 1 or cost > self.quota.burst:
            raise ValueError("cost")
        now_arg = "" if now is None else now
        return self.script([f"{self.prefix}{{{key}}}"], [self.limit, self.full, cost * self.quota.period, now_arg])
