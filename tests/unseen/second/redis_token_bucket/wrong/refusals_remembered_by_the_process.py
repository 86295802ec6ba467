"""Remembers until when a key is refused, and answers from that for the same cost without asking the server.

Source: (c) a local cache against the round trip, as many limiters have (ephemeral cache, in-memory block).

Witness: 3/600000000, two processes A and B: A.take(0, 3) -> 0, A.take(0, 2) -> 400000000, B.take(200000000) -> 0, A.take(300000000, 2) -> 100000000, right: 300000000
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


class RedisTokenBucket:
    """The level is kept in parts: a token is `period` of them, and `limit` flow in each microsecond."""

    def __init__(self, client: Redis, quota: Quota, prefix: str = "token_bucket") -> None:
        self._quota = quota
        self._prefix = prefix
        self._script = client.register_script(LUA)
        self._until: dict[str, tuple[int, int]] = {}

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        quota = self._quota
        if not 1 <= cost <= quota.burst:
            raise ValueError(f"cost must be from 1 to {quota.burst}, got {cost}")
        known, until = self._until.get(key, (0, 0))
        if now is not None and cost == known and now < until:
            return until - now
        wait = self._script(
            keys=[f"{self._prefix}{{{key}}}"],
            args=[quota.limit, quota.period, quota.burst, cost, "" if now is None else now],
        )
        if wait and now is not None:
            self._until[key] = cost, now + wait
        else:
            self._until.pop(key, None)
        return wait
