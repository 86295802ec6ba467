"""Wrong: the two Redis keys share the tag {key}, but an empty key's tag, or one that begins with }, doesn't count."""

from redis import Redis

from ratelimit import Quota

LUA = """
local limit, period, burst = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local cost, now = tonumber(ARGV[4]), tonumber(ARGV[5])
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000000 + time[2]
end
local full = burst * period
local parts, clock = full, now
local state = redis.call('MGET', KEYS[1], KEYS[2])
if state[1] then
  parts, clock = tonumber(state[1]), tonumber(state[2])
  if now > clock then
    parts = math.min(full, parts + (now - clock) * limit)
    clock = now
  end
end
local missing = cost * period - parts
if missing > 0 then
  return math.ceil(missing / limit)
end
parts = -missing
local life = string.format('%.0f', math.ceil((full - parts) / limit / 1000) + 2)
redis.call('SET', KEYS[1], string.format('%.0f', parts), 'PX', life)
redis.call('SET', KEYS[2], string.format('%.0f', clock), 'PX', life)
return 0
"""


class RedisTokenBucket:
    """A bucket of `quota.burst` tokens for each key, kept in Redis, refilled with `limit` tokens per `period` µs."""

    def __init__(self, client: Redis, quota: Quota, prefix: str = "token_bucket") -> None:
        self._script = client.register_script(LUA)
        self._burst = quota.burst
        # More than fills it in one microsecond is as good as that, and a double holds it.
        self._quota = (min(quota.limit, quota.burst * quota.period), quota.period, quota.burst)
        self._prefix = prefix

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        if not 1 <= cost <= self._burst:
            raise ValueError(f"cost must be in 1..{self._burst}")
        name = f"{self._prefix}{{{key}}}"
        return self._script(
            keys=[f"{name}:parts", f"{name}:clock"], args=[*self._quota, cost, "" if now is None else now]
        )
