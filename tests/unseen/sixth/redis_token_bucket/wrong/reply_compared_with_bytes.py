"""Wrong: compares the script's reply with `b"OK"`; a client with decode_responses gets a str, and a grant is read as a wait."""

from redis import Redis

from ratelimit import Quota

LUA = """
local limit, full, weight = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local now = tonumber(ARGV[4])
if not now then
  local t = redis.call('TIME')
  now = t[1] * 1000000 + t[2]
end
local state = redis.call('HMGET', KEYS[1], 'missing', 'at')
local missing, at = tonumber(state[1] or 0), tonumber(state[2] or now)
now = math.max(now, at)
missing = math.max(0, missing - (now - at) * limit) + weight
if missing > full then
  return {'WAIT', math.ceil((missing - full) / limit)}
end
redis.call('HSET', KEYS[1], 'missing', string.format('%.0f', missing), 'at', string.format('%.0f', now))
redis.call('PEXPIRE', KEYS[1], string.format('%.0f', math.ceil(missing / limit / 1000) + 1))
return {'OK', 1}
"""


class RedisTokenBucket:
    def __init__(self, client: Redis, quota: Quota, prefix: str = "token_bucket") -> None:
        self._script = client.register_script(LUA)
        self._full = quota.burst * quota.period
        self._quota = quota
        self._prefix = prefix

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        if not 1 <= cost <= self._quota.burst:
            raise ValueError("cost")
        args = [min(self._quota.limit, self._full), self._full, cost * self._quota.period, "" if now is None else now]
        verdict, wait = self._script(keys=[f"{self._prefix}{{{key}}}"], args=args)
        return 0 if verdict == b"OK" else wait
