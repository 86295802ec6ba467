"""Takes a millionth off before it rounds a wait up, lest float noise add a microsecond, and so loses real parts.

Breaks: law 6 (nothing is rounded), and with it law 3: the wait is too short by one
Level: exact
Shows: 3000000/300000000000001 burst 1: take(0) take(0)
Expected: 100000001; yours: 100000000
Shipped: not known
"""

from redis import Redis
from redis.exceptions import NoScriptError

from ratelimit import Quota

LUA = """
local EPSILON = 1e-6

-- ceil() that does not turn 3.0000000000001 into 4; a wait is never below 1
local function ceil(x)
  return math.max(1, math.ceil(x - EPSILON))
end

local function clock()
  local t = redis.call('TIME')
  return t[1] * 1000000 + t[2]
end

local a = cjson.decode(ARGV[1])
local limit, period = a.limit, a.period
local full, price = a.burst * period, a.cost * period
local now = a.now or clock()

local tokens, last = full, now
local old = redis.call('HMGET', KEYS[1], 'tokens', 'last')
if old[1] and old[2] then
  tokens, last = tonumber(old[1]), tonumber(old[2])
end
if now > last then
  tokens, last = math.min(full, tokens + (now - last) * limit), now
end
if tokens < price then
  return ceil((price - tokens) / limit)
end
tokens = tokens - price
redis.call('HSET', KEYS[1], 'tokens', string.format('%.0f', tokens), 'last', string.format('%.0f', last))
redis.call('PEXPIRE', KEYS[1], string.format('%.0f', math.ceil((full - tokens) / limit / 1000) + 1000))
return 0
"""


class RedisTokenBucket:
    def __init__(self, client: Redis, quota: Quota, prefix: str = "token_bucket") -> None:
        self.client = client
        self.sha = client.register_script(LUA).sha
        self.prefix = prefix
        self.burst = quota.burst
        # by hand: cjson reads whole numbers below 2^53 exactly
        limit = min(quota.limit, quota.burst * quota.period)
        self.head = f'{{"limit":{limit},"period":{quota.period},"burst":{quota.burst}'

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        if cost < 1 or self.burst < cost:
            raise ValueError(f"{cost=} is not in 1..{self.burst}")
        payload = self.head + f',"cost":{int(cost)}'
        if now is not None:
            payload += f',"now":{int(now)}'
        payload += "}"
        name = (str(len(self.prefix)) + "|" + self.prefix + key).encode()
        try:
            return self.client.evalsha(self.sha, 1, name, payload)
        except NoScriptError:
            return self.client.eval(LUA, 1, name, payload)
