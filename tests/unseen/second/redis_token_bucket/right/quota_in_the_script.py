"""The quota is written into the script, one text for each quota; the wait is a ceiling in whole numbers."""

from functools import partial

from redis import Redis

from ratelimit import Quota

TEMPLATE = """
local LIMIT, PERIOD, CAP = %(limit)d, %(period)d, %(cap)d
local function clock()
    local t = redis.call('TIME')
    return tonumber(t[1]) * 1000000 + tonumber(t[2])
end
local key, cost = KEYS[1], tonumber(ARGV[1]) * PERIOD
local now = ARGV[2] and tonumber(ARGV[2]) or clock()
local seen = redis.call('HGET', key, 's')
local level = CAP
if seen then
    local t, n = string.match(seen, '(%%d+)/(%%d+)')
    t, level = tonumber(t), tonumber(n)
    if now < t then now = t end
    level = math.min(CAP, level + (now - t) * LIMIT)
end
local after = level - cost
if after < 0 then return (-after - 1 - (-after - 1) %% LIMIT) / LIMIT + 1 end
redis.call('HSET', key, 's', string.format('%%d/%%d', now, after))
redis.call('PEXPIRE', key, math.floor((CAP - after - 1) / LIMIT / 1000) + 2)
return 0
"""


class RedisTokenBucket:
    """One script for each quota. Without `now`, the argument is not sent at all."""

    def __init__(self, client: Redis, quota: Quota, prefix: str = "token_bucket") -> None:
        cap = quota.burst * quota.period
        text = TEMPLATE % {"limit": min(quota.limit, cap), "period": quota.period, "cap": cap}
        self._most = quota.burst
        self._name = partial("{}{{{}".format, prefix)
        self._script = client.register_script(text)

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        if cost not in range(1, self._most + 1):
            raise ValueError(f"1 to {self._most}, not {cost}")
        times = [] if now is None else [now]
        return self._script(keys=[self._name(key)], args=[cost, *times])
