"""Wrong: the script decides, and Python sends PEXPIRE afterwards: a process that dies in between leaves a key for ever."""

from redis import Redis

from ratelimit import Quota

LUA = """
local limit, period, burst = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local cost, now = tonumber(ARGV[4]), tonumber(ARGV[5])
if now == -1 then
  local t = redis.call('TIME')
  now = t[1] * 1000000 + t[2]
end
local missing = tonumber(redis.call('HGET', KEYS[1], 'm') or 0)
local at = tonumber(redis.call('HGET', KEYS[1], 't') or now)
now = math.max(now, at)
missing = math.max(0, missing - (now - at) * limit) + cost * period
if missing > burst * period then
  return math.ceil((missing - burst * period) / limit)
end
redis.call('HSET', KEYS[1], 'm', string.format('%.0f', missing), 't', string.format('%.0f', now))
return 0
"""


class RedisTokenBucket:
    def __init__(self, client: Redis, quota: Quota, prefix: str = "token_bucket") -> None:
        self._client = client
        self._script = client.register_script(LUA)
        self._quota = quota
        self._prefix = prefix
        self._ttl = -(-quota.burst * quota.period // (quota.limit * 1000)) + 1

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        q = self._quota
        if not 1 <= cost <= q.burst:
            raise ValueError("cost")
        name = f"{self._prefix}{{{key}}}"
        wait = self._script(keys=[name], args=[q.limit, q.period, q.burst, cost, -1 if now is None else now])
        if wait == 0:
            self._client.pexpire(name, self._ttl)
        return wait
