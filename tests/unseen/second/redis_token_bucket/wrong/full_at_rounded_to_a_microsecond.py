"""Keeps the time at which the bucket is full in whole microseconds, rounded up at each grant.

Source: (c) GCRA with an integer time of arrival.

Witness: 3/1000000000: take(0) take(0) take(0) -> 2, right: 0
"""

from hashlib import sha1

from redis import Redis
from redis.exceptions import NoScriptError

from ratelimit import Quota

LUA = """
-- The bucket is one number, the time at which it is full, in whole microseconds and in parts of one: full + part/limit.
local limit, period, burst, cost, now = unpack(ARGV)
limit, period, burst, cost, now = tonumber(limit), tonumber(period), tonumber(burst), tonumber(cost), tonumber(now)
if now == nil then
    local t = redis.call('TIME')
    now = t[1] * 1000000 + t[2]
end
local full, part = now, 0
local stored = redis.call('GET', KEYS[1])
if stored then
    local f, p = cmsgpack.unpack(stored)
    if f >= now then full, part = f, p end
end
local room = burst * period
local over = (full - now) * limit + part + cost * period - room
if over > 0 then
    return math.ceil(over / limit)
end
part = part + cost * period
full, part = full + math.ceil(part / limit), 0
local ahead = full - now
if part > 0 then ahead = ahead + 1 end
redis.call('SET', KEYS[1], cmsgpack.pack(full, part), 'PX', math.ceil(ahead / 1000))
return 0
"""


class RedisTokenBucket:
    """GCRA, exact. A call below the clock finds `full` farther ahead, and is refused sooner than at the clock."""

    def __init__(self, client: Redis, quota: Quota, prefix: str = "token_bucket") -> None:
        room = quota.burst * quota.period
        self._ask = client.execute_command
        self._args = min(quota.limit, room), quota.period, quota.burst
        self._name = prefix + "{%s}"
        self._sha = sha1(LUA.encode("ascii"), usedforsecurity=False).hexdigest()

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        if not 0 < cost <= self._args[2]:
            raise ValueError(cost)
        call = ("EVALSHA", self._sha, "1", self._name % key, *self._args, cost, "none" if now is None else now)
        try:
            return self._ask(*call)
        except NoScriptError:
            self._ask("SCRIPT LOAD", LUA)
        return self._ask(*call)
