"""Lets a key live for as long as its missing whole tokens take to flow in, and forgets the part that is missing too.

Breaks: law 9 (every key expires, but never before its bucket is full again)
Level: expiry
Shows: after 3/600000000: take(0, 2) take(50000000) the bucket lacks 2 3/4 tokens, which take 550 seconds
Expected: a time to live of at least 550 s; yours: 401 s
Shipped: not known
"""

from redis import Redis
from redis.exceptions import NoScriptError

from ratelimit import Quota

LUA = """
local limit, period, burst = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local cost, now = tonumber(ARGV[4]), tonumber(ARGV[5])

-- tokens (whole) and parts (of `period` parts each): two whole numbers, no fraction that could be rounded
local tokens, parts, clock = burst, 0, now
local h = redis.call('HMGET', KEYS[1], 't', 'p', 'c')
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000000 + time[2]
  clock = now
end
if h[1] then
  tokens, parts, clock = tonumber(h[1]), tonumber(h[2]), tonumber(h[3])
end

if now > clock then
  local gained = (now - clock) * limit
  clock = now
  if gained >= (burst - tokens) * period - parts then
    tokens, parts = burst, 0
  else
    parts = parts + gained
    tokens = tokens + math.floor(parts / period)
    parts = parts % period
  end
end

if tokens < cost then
  return math.ceil(((cost - tokens) * period - parts) / limit)
end

tokens = tokens - cost
redis.call('HSET', KEYS[1], 't', tokens, 'p', parts, 'c', clock)

-- full again when the tokens that are missing have come, plus a second to be safe
local missing = burst - tokens
if parts > 0 then
  missing = missing - 1
end
redis.call('PEXPIRE', KEYS[1], math.ceil(missing * period / limit / 1000) + 1000)
return 0
"""


class RedisTokenBucket:
    def __init__(self, client: Redis, quota: Quota, prefix: str = "token_bucket"):
        self.client = client
        self.burst = quota.burst
        self.argv = [min(quota.limit, quota.burst * quota.period), quota.period, quota.burst]
        self.prefix = prefix
        self.sha = client.register_script(LUA).sha

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        if not (1 <= cost <= self.burst):
            raise ValueError(cost)
        redis_key = repr((self.prefix, key)).encode()
        argv = self.argv + [cost, "-" if now is None else now]
        try:
            return self.client.evalsha(self.sha, 1, redis_key, *argv)
        except NoScriptError:
            return self.client.eval(LUA, 1, redis_key, *argv)
