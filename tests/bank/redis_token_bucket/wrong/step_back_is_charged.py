"""Lets a take from before the bucket's clock pay for its step back too: a grant there writes off what flowed in between.

Breaks: law 5 (time never goes back: such a take "counts as made there", at the clock)
Level: answers
Same as: drained_by_a_step_back
Shows: 3/600000000: take(600000000) take(500000000) take(600000000)
Expected: 0; yours: 100000000
Shipped: not known
"""

from redis import Redis
from redis.exceptions import NoScriptError

from ratelimit import Quota

LUA = """
local key = KEYS[1]
local limit, period = tonumber(ARGV[1]), tonumber(ARGV[2])
local capacity, price = tonumber(ARGV[3]) * period, tonumber(ARGV[4]) * period
local now = tonumber(ARGV[5])
if now == nil then
    local time = redis.call("TIME")
    now = time[1] * 1e6 + time[2]
end

local level, clock = capacity, now
local state = redis.call("GET", key)
if state then
    local a, b = string.match(state, "^(%d+)@(%d+)$")
    level, clock = tonumber(a), tonumber(b)
end

-- somebody whose clock is behind sees the bucket as it was then: never more than there is now
level = math.min(capacity, level + (now - clock) * limit)
if level < price then
    return math.ceil((price - level) / limit)
end

level = level - price
clock = math.max(clock, now) -- the clock only goes forward
redis.call("SET", key, string.format("%.0f@%.0f", level, clock), "PX", ARGV[6])
return 0
"""


class RedisTokenBucket:
    def __init__(self, client: Redis, quota: Quota, prefix: str = "token_bucket") -> None:
        self.client = client
        self.quota = quota
        self.script = client.register_script(LUA)
        self.prefix = prefix.encode().hex() + ":"
        capacity = quota.burst * quota.period
        self.limit = min(quota.limit, capacity)  # more than that is full in one tick anyway
        self.ttl = -(-capacity // (self.limit * 1000)) + 1000

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        if cost < 1:
            raise ValueError("cost < 1")
        if cost > self.quota.burst:
            raise ValueError("cost > burst")
        when = "now" if now is None else now
        quota = self.quota
        args = [(self.prefix + key).encode(), self.limit, quota.period, quota.burst, cost, when, self.ttl]
        try:
            return self.client.evalsha(self.script.sha, 1, *args)
        except NoScriptError:
            return self.client.eval(LUA, 1, *args)
