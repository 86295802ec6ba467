"""Reads the server's TIME to the millisecond only.

Breaks: law 12 (One clock)
Level: clock
Shows: 1/600000000: take("ann"), 300 microseconds later but in the same millisecond take("ann")
Expected: 599999700; yours: 600000000
Shipped: not known
"""

from redis import Redis

from ratelimit import Quota

LUA = """
local limit, period, burst, cost = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local time = redis.call('TIME')
local server = tonumber(time[1]) * 1e6 + math.floor(tonumber(time[2]) / 1000) * 1000
local now = tonumber(ARGV[5]) or server
local tokens, last = burst * period, now
local state = redis.call('HMGET', KEYS[1], 'tokens', 'last')
if state[1] and state[2] then
  last = tonumber(state[2])
  now = math.max(now, last)
  tokens = math.min(burst * period, tonumber(state[1]) + (now - last) * limit)
end
local want = cost * period
if tokens < want then
  return math.ceil((want - tokens) / limit)
end
tokens = tokens - want
redis.call('HSET', KEYS[1], 'tokens', tokens, 'last', now)
local rest = math.ceil((burst * period - tokens) / limit)
redis.call('PEXPIREAT', KEYS[1], math.floor(server / 1000) + math.ceil(rest / 1000))
return 0
"""


class RedisTokenBucket:
    def __init__(self, client: Redis, quota: Quota, prefix: str = "token_bucket") -> None:
        self.quota = quota
        self.prefix = prefix
        self.script = client.register_script(LUA)

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        quota = self.quota
        if cost < 1 or cost > quota.burst:
            raise ValueError("cost")
        moment = "" if now is None else str(now)
        return int(self.script([self.prefix + "{" + key + "}"], [quota.limit, quota.period, quota.burst, cost, moment]))
