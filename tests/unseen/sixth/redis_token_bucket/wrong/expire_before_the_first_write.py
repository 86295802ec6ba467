"""Wrong: PEXPIRE comes before HSET: for a new key there is nothing yet to expire, and the hash stays for ever."""

from redis import Redis

from ratelimit import Quota

LUA = """
local limit, period, burst, cost = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local now = tonumber(ARGV[5])
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000000 + time[2]
end
local asked = now

-- A token has `period` parts, and `limit` parts flow in per microsecond. All of these are whole numbers below 2^53.
local state = redis.call('HMGET', KEYS[1], 'missing', 'at')
local missing = 0
if state[1] then
  local at = tonumber(state[2])
  now = math.max(now, at)
  missing = tonumber(state[1])
  if now - at >= math.ceil(missing / limit) then
    missing = 0
  else
    missing = missing - (now - at) * limit
  end
end

missing = missing + cost * period
local over = missing - burst * period
if over > 0 then
  return math.ceil(over / limit) + (now - asked)
end
redis.call('PEXPIRE', KEYS[1], string.format('%.0f', math.ceil(missing / limit / 1000) + 1))
redis.call('HSET', KEYS[1], 'missing', string.format('%.0f', missing), 'at', string.format('%.0f', now))
return 0
"""


class RedisTokenBucket:
    """A bucket of `quota.burst` tokens for each key, kept in Redis."""

    def __init__(self, client: Redis, quota: Quota, prefix: str = "token_bucket") -> None:
        self._script = client.register_script(LUA)
        self._burst = quota.burst
        self._prefix = prefix
        # More than a whole bucket in a microsecond is the same as a bucket, and may be no exact float.
        limit = min(quota.limit, quota.burst * quota.period)
        self._quota = limit, quota.period, quota.burst

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        if not 1 <= cost <= self._burst:
            raise ValueError(f"cost must be from 1 to {self._burst}, got {cost}")
        name = f"{self._prefix}{{{key}}}"  # a prefix has no braces, so it ends where the first one is
        return self._script(keys=[name], args=[*self._quota, cost, "" if now is None else now])
