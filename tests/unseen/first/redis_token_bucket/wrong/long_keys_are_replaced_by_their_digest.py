"""Wrong (c): a key of more than 200 letters is replaced by its SHA-1, so it shares a bucket with the short key that reads like that digest.

Witness: 1/600000000, long = "x" * 201: take(long, now=0) -> 0, take(sha1(long).hexdigest(), now=0) -> 600000000, right: 0
"""

from hashlib import sha1

from redis import Redis

from ratelimit import Quota

LUA = """
local cap, rate, cost, now = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
if not now then
  local clock = redis.call('TIME')
  now = tonumber(clock[1]) * 1000000 + tonumber(clock[2])
end
local saved = redis.call('HMGET', KEYS[1], 'level', 'time')
local level, time = cap, now
if saved[1] then
  level, time = tonumber(saved[1]), tonumber(saved[2])
  if now > time then
    level = math.min(cap, level + (now - time) * rate)
    time = now
  end
end
if level < cost then
  return math.ceil((cost - level) / rate) + (time - now)
end
level = level - cost
redis.call('HSET', KEYS[1], 'level', string.format('%.0f', level), 'time', string.format('%.0f', time))
local fill = math.ceil((cap - level) / rate)
redis.call('PEXPIRE', KEYS[1], string.format('%.0f', math.ceil(fill / 1000)))
return 0
"""


class RedisTokenBucket:
    def __init__(self, client: Redis, quota: Quota, prefix: str = "token_bucket") -> None:
        self._quota = quota
        self._cap = quota.burst * quota.period
        self._rate = min(quota.limit, self._cap)
        self._prefix = prefix
        self._script = client.register_script(LUA)

    def _name(self, key: str) -> bytes:
        if len(key) > 200:
            key = sha1(key.encode()).hexdigest()
        return f"{self._prefix}{{{key}}}".encode()

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        if not 1 <= cost <= self._quota.burst:
            raise ValueError(f"cost must be from 1 to {self._quota.burst}, got {cost}")
        args = [self._cap, self._rate, cost * self._quota.period, "" if now is None else now]
        return int(self._script(keys=[self._name(key)], args=args))
