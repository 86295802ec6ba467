"""Sets the expiry to an instant that it counts from the time it was given.

Source: (a) law 9: the expiry runs by the server's clock, even if now was given.

Witness: 3/600000000: take(600000000, 3) take(600000000) -> 0, right: 200000000 (the key expired in 1970)
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
redis.call('PEXPIREAT', KEYS[1], math.ceil((at + math.ceil((full - left) / limit)) / 1000))
return 0
"""


class RedisTokenBucket:
    """The level is kept in parts: a token is `period` of them, and `limit` flow in each microsecond."""

    def __init__(self, client: Redis, quota: Quota, prefix: str = "token_bucket") -> None:
        self._quota = quota
        self._prefix = prefix
        self._script = client.register_script(LUA)

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        quota = self._quota
        if not 1 <= cost <= quota.burst:
            raise ValueError(f"cost must be from 1 to {quota.burst}, got {cost}")
        return self._script(
            keys=[f"{self._prefix}{{{key}}}"],
            args=[quota.limit, quota.period, quota.burst, cost, "" if now is None else now],
        )
