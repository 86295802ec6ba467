"""Wrong: GCRA with an emission interval of whole microseconds, rounded down: 3 per 10 becomes one each 3 (law 6)."""

from redis import Redis

from ratelimit import Quota

LUA = """
local interval, tolerance, increment, now = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
if not now then
  local t = redis.call('TIME')
  now = t[1] * 1000000 + t[2]
end
local tat = tonumber(redis.call('GET', KEYS[1]) or now)
local new_tat = math.max(now, tat) + increment
if new_tat - now > tolerance then
  return string.format('%.0f', new_tat - tolerance - now)
end
redis.call('SET', KEYS[1], string.format('%.0f', new_tat), 'PX', string.format('%.0f', math.ceil((new_tat - now) / 1000) + 1))
return '0'
"""


class RedisTokenBucket:
    def __init__(self, client: Redis, quota: Quota, prefix: str = "token_bucket") -> None:
        self.run = client.register_script(LUA)
        self.interval = max(1, quota.period // quota.limit)
        self.burst = quota.burst
        self.prefix = prefix

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError("cost")
        args = [self.interval, self.interval * self.burst, self.interval * cost, "server" if now is None else now]
        return int(self.run(keys=[self.prefix + "{" + key], args=args))
