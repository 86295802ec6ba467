"""Counts the refusals of each bucket in the bucket's own key, for the dashboard: value changed, expiry as it was.

Breaks: law 2 (a refusal is free: no Redis key is changed by it)
Level: expiry
Shows: DUMP the key of a bucket before and after a refusal (its TTL and every answer are right)
Expected: the same bytes; yours: a third member, `refused`, with a score of 1
Shipped: not known
"""

from redis import Redis
from redis.exceptions import NoScriptError

from ratelimit import Quota

# A sorted set's scores ARE doubles, so nothing is ever parsed or printed here: debt and clock are two scores.
SCRIPT = """
local zset = KEYS[1]
local limit, period, burst, cost = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])

local now
if #ARGV == 5 then
    now = tonumber(ARGV[5])
else
    local t = redis.call('TIME')
    now = t[1] * 1000000 + t[2]
end

local score = redis.call('ZMSCORE', zset, 'debt', 'clock')
local debt  = score[1] and tonumber(score[1]) or 0
local clock = score[2] and tonumber(score[2]) or now

debt = math.max(0, debt - math.max(0, now - clock) * limit) + cost * period

local excess = debt - burst * period
if excess > 0 then
    redis.call('ZINCRBY', zset, 1, 'refused') -- spends nothing, and leaves the TTL alone
    return math.ceil(excess / limit)
end

redis.call('ZADD', zset, debt, 'debt', math.max(clock, now), 'clock')
redis.call('PEXPIRE', zset, math.ceil(debt / limit / 1000) + 100)
return 0
"""


class RedisTokenBucket:
    def __init__(self, client: Redis, quota: Quota, prefix: str = "token_bucket") -> None:
        self.client = client
        self.script = client.register_script(SCRIPT)
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self.limit = min(self.limit, self.period * self.burst)
        self.namespace = prefix.encode().hex()

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError(f"cannot take {cost} out of {self.burst}")
        args = [self.limit, self.period, self.burst, cost]
        if now is not None:
            args.append(now)
        zset = b"/".join([self.namespace.encode(), key.encode()])
        try:
            return self.client.evalsha(self.script.sha, 1, zset, *args)
        except NoScriptError:
            return self.client.eval(SCRIPT, 1, zset, *args)
