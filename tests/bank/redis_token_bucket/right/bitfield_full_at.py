"""Keeps when the bucket will be full, rounded up, and how many parts that is too late, as two u63 of a BITFIELD.

What isn't there reads as 0 and 0: full since the beginning of time. No clock is needed: after a grant, the bucket is
full later than its clock, so a take below the clock only sees a larger debt.
"""

import hashlib

import redis

from ratelimit import Quota

SCRIPT = b"""
local function whole(x) return string.format('%.0f', x) end

local flow, capacity, price = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local now = tonumber(ARGV[4])
if now < 0 then
    local s, us = unpack(redis.call('TIME'))
    now = s * 1000000 + us
end

local full_at, early = unpack(redis.call('BITFIELD_RO', KEYS[1], 'GET', 'u63', '#0', 'GET', 'u63', '#1'))

local debt = 0
if full_at > now then
    if full_at - now > math.ceil(capacity / flow) then
        return full_at - now            -- far below the clock
    end
    debt = (full_at - now) * flow - early
end

debt = debt + price
if debt > capacity then
    return math.ceil((debt - capacity) / flow)
end

local fill = math.ceil(debt / flow)
redis.call('BITFIELD', KEYS[1], 'SET', 'u63', '#0', whole(now + fill), 'SET', 'u63', '#1', whole(fill * flow - debt))
redis.call('PEXPIRE', KEYS[1], whole(math.floor(fill / 1000) + 1))
return 0
"""
DIGEST = hashlib.sha1(SCRIPT).hexdigest()


class RedisTokenBucket:
    def __init__(self, client: redis.Redis, quota: Quota, prefix: str = "token_bucket") -> None:
        self.client = client
        self.burst = quota.burst
        self.period = quota.period
        self.capacity = quota.burst * quota.period
        self.flow = min(quota.limit, self.capacity)
        self.prefix = prefix.replace("%", "%25").replace(":", "%3A")

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        if cost < 1:
            raise ValueError(f"cost {cost} is below 1")
        if cost > self.burst:
            raise ValueError(f"cost {cost} is above the burst of {self.burst}")
        if now is None:
            now = -1
        call = [1, f"{self.prefix}:{key}", self.flow, self.capacity, cost * self.period, now]
        try:
            return self.client.evalsha(DIGEST, *call)
        except redis.exceptions.NoScriptError:
            return self.client.eval(SCRIPT, *call)
