"""Sends its script when a limiter is made, so that not even the first take has to."""

from __future__ import annotations

from typing import Any, Final

from redis import Redis
from redis.exceptions import NoScriptError

from ratelimit import Quota

_SCRIPT: Final = """
local function number(i) return assert(tonumber(ARGV[i]), 'argument ' .. i .. ' is no number') end
local rate, unit, size, cost = number(1), number(2), number(3), number(4)
local now
if ARGV[5] ~= nil then
    now = number(5)
else
    local time = redis.call('TIME')
    now = tonumber(time[1]) * 1000000 + tonumber(time[2])
end
local was = redis.call('HMGET', KEYS[1], 'missing', 'clock')
local missing = tonumber(was[1] or 0)
local clock = tonumber(was[2] or now)
if clock < now then
    missing = math.max(0, missing - rate * (now - clock))
    clock = now
end
missing = missing + cost * unit
local excess = missing - size * unit
if excess > 0 then
    return (excess - 1 - (excess - 1) % rate) / rate + 1
end
redis.call('HSET', KEYS[1], 'missing', missing, 'clock', clock)
redis.call('PEXPIRE', KEYS[1], math.ceil(missing / rate / 1000) + 1000)
return 0
"""


class RedisTokenBucket:
    """A token bucket in Redis. The script is uploaded up front, so that not even the first take has to."""

    def __init__(self, client: Redis, quota: Quota, prefix: str = "token_bucket") -> None:
        self._client: Final = client
        self._burst: Final = quota.burst
        self._fixed: Final = (min(quota.limit, quota.burst * quota.period), quota.period, quota.burst)
        self._prefix: Final = prefix.encode()
        sha: Any = client.script_load(_SCRIPT)
        self._sha: Final[str] = sha.decode() if isinstance(sha, bytes) else sha

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        if cost < 1:
            raise ValueError(f"cost must be at least 1, got {cost}")
        if cost > self._burst:
            raise ValueError(f"cost must be at most {self._burst}, got {cost}")
        name = b"%d:%b%b" % (len(self._prefix), self._prefix, key.encode())
        args: tuple[Any, ...] = (*self._fixed, cost) if now is None else (*self._fixed, cost, now)
        try:
            return self._client.evalsha(self._sha, 1, name, *args)
        except NoScriptError:
            return self._client.eval(_SCRIPT, 1, name, *args)
