"""Sets the expiry when the key is new and leaves it at later grants, which make the bucket emptier."""

from redis import Redis

from ratelimit import Quota

LUA = """
local limit, period, burst = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local cost, now = tonumber(ARGV[4]), tonumber(ARGV[5])
if not now then
  local t = redis.call('TIME')
  now = t[1] * 1000000 + t[2]
end
local cap = burst * period
local saved = redis.call('HMGET', KEYS[1], 'have', 'at')
local have, at = cap, now
if saved[1] then
  have, at = tonumber(saved[1]), tonumber(saved[2])
end
local clock = math.max(at, now)
have = math.min(cap, have + (clock - at) * limit)
local missing = cost * period - have
if missing > 0 then
  return clock - now + math.ceil(missing / limit)
end
have = -missing
redis.call('HSET', KEYS[1], 'have', string.format('%.0f', have), 'at', string.format('%.0f', clock))
if not saved[1] then redis.call('PEXPIRE', KEYS[1], string.format('%.0f', math.ceil((cap - have) / limit / 1000) + 1000)) end
return 0
"""


class RedisTokenBucket:
    """A bucket of `quota.burst` tokens for each key."""

    def __init__(self, client: Redis, quota: Quota, prefix: str = "token_bucket") -> None:
        self._burst = quota.burst
        full = quota.burst * quota.period
        self._quota = [min(quota.limit, full), quota.period, quota.burst]
        self._prefix = prefix
        self._script = client.register_script(LUA)

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        if cost < 1 or cost > self._burst:
            raise ValueError(f"a cost of {cost} can never be granted")
        name = f"{self._prefix}{{{key}}}".encode()
        return int(self._script(keys=[name], args=[*self._quota, cost, "" if now is None else now]))
