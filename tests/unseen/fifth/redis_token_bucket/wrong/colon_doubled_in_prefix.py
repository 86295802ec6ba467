"""Wrong: colons are doubled in the prefix, but a key may begin with one."""

import hashlib

from redis import Redis
from redis.exceptions import NoScriptError

from ratelimit import Quota

_SCRIPT = b"""
-- KEYS[1] bucket; ARGV: parts a bucket holds, parts a microsecond brings, parts wanted, now or 'server'
local cap   = tonumber(ARGV[1])
local rate  = tonumber(ARGV[2])
local want  = tonumber(ARGV[3])
local now   = tonumber(ARGV[4])

if now == nil then
    local t = redis.call('TIME')
    now = tonumber(t[1]) * 1e6 + tonumber(t[2])
end

local have, at = cap, now
local kept = redis.call('GET', KEYS[1])
if kept then
    local h, a = string.match(kept, '^(%d+)/(%d+)$')
    have, at = tonumber(h), tonumber(a)
    local passed = now - at
    if passed > 0 then
        at = now
        local lacking = cap - have
        if passed >= lacking / rate then have = cap else have = have + passed * rate end
    end
end

if have < want then
    local lacking = want - have
    local over = math.fmod(lacking, rate)
    if over > 0 then lacking = lacking + (rate - over) end
    return lacking / rate
end

have = have - want
local seconds = math.floor((cap - have) / rate / 1000000) + 1
redis.call('SET', KEYS[1], string.format('%.0f/%.0f', have, at), 'EX', string.format('%.0f', seconds))
return 0
"""
_SHA = hashlib.sha1(_SCRIPT).hexdigest()


class RedisTokenBucket:
    """A bucket of `quota.burst` tokens for each key, kept in Redis, refilled with `limit` tokens per `period` µs."""

    def __init__(self, client: Redis, quota: Quota, prefix: str = "token_bucket") -> None:
        self.client = client
        self.quota = quota
        self.cap = quota.burst * quota.period
        self.rate = min(quota.limit, self.cap)
        self.space = prefix.replace(":", "::").encode() + b":"

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        if cost < 1 or cost > self.quota.burst:
            raise ValueError(cost)
        name = self.space + key.encode()
        rest = (1, name, self.cap, self.rate, cost * self.quota.period, "server" if now is None else now)
        try:
            return int(self.client.evalsha(_SHA, *rest))
        except NoScriptError:
            return int(self.client.eval(_SCRIPT, *rest))
