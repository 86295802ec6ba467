"""Gives the milliseconds to EX.

Source: (b) Losant/redis-gcra #6, dex4er/js-sliding-window-rate-limiter #74.

Witness: 3/600000000: take(0) -> the expiry is 200001 s, right: 600 s and 5 more at most
"""

import hashlib

from redis import Redis
from redis.exceptions import NoScriptError

from ratelimit import Quota

SCRIPT = """
-- KEYS[1]: "debt at", the parts that are missing at a time; ARGV: limit, period, burst, cost, now or -1
local limit, period = tonumber(ARGV[1]), tonumber(ARGV[2])
local capacity, price = tonumber(ARGV[3]) * period, tonumber(ARGV[4]) * period
local now = tonumber(ARGV[5])
if now < 0 then
    local seconds, micros = unpack(redis.call('TIME'))
    now = seconds * 1000000 + micros
end
local function up(a, b)
    local rest = a % b
    if rest == 0 then return a / b end
    return (a - rest) / b + 1
end
local debt, at = 0, now
local text = redis.call('GET', KEYS[1])
if text then
    debt, at = string.match(text, '^(%d+) (%d+)$')
    debt, at = tonumber(debt), tonumber(at)
    local gone = now - at
    if gone > 0 then
        at = now
        if gone >= up(debt, limit) then debt = 0 else debt = debt - gone * limit end
    end
end
debt = debt + price
if debt > capacity then
    return string.format('%.0f', up(debt - capacity, limit))
end
redis.call('SET', KEYS[1], string.format('%.0f %.0f', debt, at), 'EX', string.format('%.0f', up(up(debt, limit), 1000) + 1))
return '0'
"""
SHA = hashlib.sha1(SCRIPT.encode()).hexdigest()


class RedisTokenBucket:
    """Counts what is missing, in one string. A key's name begins with the length of the prefix."""

    def __init__(self, client: Redis, quota: Quota, prefix: str = "token_bucket") -> None:
        self.client = client
        self.shape = quota.limit, quota.period, quota.burst
        self.head = f"{len(prefix)}:{prefix}:"

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        if cost < 1 or cost > self.shape[2]:
            raise ValueError("this cost can never be granted")
        rest = (1, self.head + key, *self.shape, cost, -1 if now is None else now)
        try:
            answer = self.client.evalsha(SHA, *rest)
        except NoScriptError:
            answer = self.client.eval(SCRIPT, *rest)
        return int(answer)
