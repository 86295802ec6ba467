"""Registers the script once for the whole process, with the first client, and sends everything through it.

Source: (c) a cache at module level.

Witness: RedisTokenBucket(a, quota) and RedisTokenBucket(b, quota) where b is another server (or database): second.take('ann', now=0) makes its key on a, right: on b
"""

from redis import Redis

from ratelimit import Quota

LUA = """
local limit, period, burst = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local cost, now = tonumber(ARGV[4]), tonumber(ARGV[5])
if not now then
    local t = redis.call('TIME')
    now = tonumber(t[1]) * 1000000 + tonumber(t[2])
end
local full = burst * period
local state = redis.call('HMGET', KEYS[1], 'have', 'at')
local have, at = tonumber(state[1] or full), tonumber(state[2] or now)
if now > at then
    have = math.min(full, have + (now - at) * limit)
    at = now
end
local left = have - cost * period
if left < 0 then
    return math.ceil(-left / limit)
end
redis.call('HSET', KEYS[1], 'have', string.format('%.0f', left), 'at', string.format('%.0f', at))
redis.call('PEXPIRE', KEYS[1], math.ceil(math.ceil((full - left) / limit) / 1000))
return 0
"""


_scripts = {}


class RedisTokenBucket:
    """The level is kept in parts: a token is `period` of them, and `limit` flow in each microsecond."""

    def __init__(self, client: Redis, quota: Quota, prefix: str = "token_bucket") -> None:
        self._quota = quota
        self._prefix = prefix
        if LUA not in _scripts:
            _scripts[LUA] = client.register_script(LUA)
        self._script = _scripts[LUA]

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        quota = self._quota
        if not 1 <= cost <= quota.burst:
            raise ValueError(f"cost must be from 1 to {quota.burst}, got {cost}")
        return self._script(
            keys=[f"{self._prefix}{{{key}}}"],
            args=[quota.limit, quota.period, quota.burst, cost, "" if now is None else now],
        )
