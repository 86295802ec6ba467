"""Wrong: GCRA with `period // limit` for a token's interval, as in Go's integer durations: three in ten µs become three in nine."""

from redis import Redis

from ratelimit import Quota

LUA = """
local interval, tolerance, increment = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local now = tonumber(ARGV[4])
if not now then
  local t = redis.call('TIME')
  now = t[1] * 1000000 + t[2]
end
local tat = math.max(now, tonumber(redis.call('GET', KEYS[1]) or 0))
local new_tat = tat + increment
local allow_at = new_tat - tolerance
if now < allow_at then
  return allow_at - now
end
redis.call('SET', KEYS[1], string.format('%.0f', new_tat), 'PX', string.format('%.0f', math.ceil((new_tat - now) / 1000) + 1))
return 0
"""


class RedisTokenBucket:
    def __init__(self, client: Redis, quota: Quota, prefix: str = "token_bucket") -> None:
        self._script = client.register_script(LUA)
        self._interval = max(1, quota.period // quota.limit)
        self._burst = quota.burst
        self._prefix = prefix

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        if not 1 <= cost <= self._burst:
            raise ValueError("cost")
        name = self._prefix + "{" + key + "}"
        args = [self._interval, self._interval * self._burst, self._interval * cost, "" if now is None else now]
        return self._script(keys=[name], args=args)
