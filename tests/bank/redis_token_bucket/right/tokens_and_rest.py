"""Counts whole tokens and the rest of one apart, and seconds and microseconds apart, in four fields of a hash.

EXPIRE counts in seconds, so a key lives up to a second longer than its bucket needs.
"""

from hashlib import sha1
from urllib.parse import quote

from redis import Redis
from redis.exceptions import NoScriptError

from ratelimit import Quota

LUA = """
local limit, period, burst, cost = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local time = ARGV[5] and {ARGV[5], ARGV[6]} or redis.call('TIME')
local second, micro = tonumber(time[1]), tonumber(time[2])

local state = redis.call('HMGET', KEYS[1], 'tokens', 'rest', 'second', 'micro')
local tokens, rest = burst, 0
local ahead = 0   -- of the bucket's clock, by so many microseconds are we
if state[1] then
  tokens, rest = tonumber(state[1]), tonumber(state[2])
  ahead = (second - tonumber(state[3])) * 1000000 + (micro - tonumber(state[4]))
end

-- microseconds until the bucket holds so many tokens
local function away(goal)
  return math.ceil(((goal - tokens) * period - rest) / limit)
end

if ahead < 0 then
  second, micro = state[3], state[4]
elseif ahead >= away(burst) then
  tokens, rest = burst, 0
else
  local sum = rest + ahead * limit
  rest = math.fmod(sum, period)
  tokens = tokens + (sum - rest) / period
end

if tokens < cost then
  return away(cost) + math.max(0, -ahead)
end
tokens = tokens - cost

local function put(number) return string.format('%.0f', number) end
redis.call('HSET', KEYS[1], 'tokens', put(tokens), 'rest', put(rest), 'second', put(second), 'micro', put(micro))
redis.call('EXPIRE', KEYS[1], put(math.floor(away(burst) / 1000000) + 1))
return 0
"""


class RedisTokenBucket:
    sha = sha1(LUA.encode()).hexdigest()

    def __init__(self, client: Redis, quota: Quota, prefix: str = "token_bucket") -> None:
        self.client = client
        self.prefix = prefix
        self.burst = quota.burst
        self.fixed = (min(quota.limit, quota.burst * quota.period), quota.period, quota.burst)

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        if cost not in range(1, self.burst + 1):
            raise ValueError(f"cost must be in 1..{self.burst}, got {cost!r}")
        name = f"{quote(self.prefix, safe='')}:{quote(key, safe='')}"
        time = () if now is None else divmod(now, 1_000_000)
        try:
            return self.client.evalsha(self.sha, 1, name, *self.fixed, cost, *time)
        except NoScriptError:
            return self.client.eval(LUA, 1, name, *self.fixed, cost, *time)
