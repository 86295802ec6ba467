"""Wrong: cost and time are written into the script's text, so each call is a new script, which the server keeps."""

from string import Template

from redis import Redis

from ratelimit import Quota

LUA = Template("""
local limit, full, cost = $limit, $full, $cost
local now = $now
local state = redis.call('HMGET', KEYS[1], 'missing', 'at')
local missing, at = tonumber(state[1] or 0), tonumber(state[2] or now)
now = math.max(now, at)
missing = math.max(0, missing - (now - at) * limit) + cost
if missing > full then
  return math.ceil((missing - full) / limit)
end
redis.call('HSET', KEYS[1], 'missing', string.format('%.0f', missing), 'at', string.format('%.0f', now))
redis.call('PEXPIRE', KEYS[1], string.format('%.0f', math.ceil(missing / limit / 1000) + 1))
return 0
""")
SERVER_TIME = "redis.call('TIME')[1] * 1000000 + redis.call('TIME')[2]"


class RedisTokenBucket:
    def __init__(self, client: Redis, quota: Quota, prefix: str = "token_bucket") -> None:
        self._client = client
        self._quota = quota
        self._prefix = prefix

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        q = self._quota
        if not 1 <= cost <= q.burst:
            raise ValueError("cost")
        text = LUA.substitute(
            limit=min(q.limit, q.burst * q.period),
            full=q.burst * q.period,
            cost=cost * q.period,
            now=SERVER_TIME if now is None else now,
        )
        return self._client.register_script(text)(keys=[f"{self._prefix}{{{key}}}"])
