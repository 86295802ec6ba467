"""Wrong: keeps the clock in a second Redis key, whose name the script makes from the first and doesn't declare."""

import hashlib

from redis import Redis
from redis.exceptions import NoScriptError

from ratelimit import Quota

SCRIPT = b"""
local key = KEYS[1]
local limit = tonumber(ARGV[1])
local period = tonumber(ARGV[2])
local burst = tonumber(ARGV[3])
local cost = tonumber(ARGV[4])
local now = tonumber(ARGV[5])

local function server_time()
  local reply = redis.call('TIME')
  return tonumber(reply[1]) * 1000000 + tonumber(reply[2])
end

if now < 0 then
  now = server_time()
end

local tokens, part, clock = burst, 0, now
local hash = redis.call('HMGET', key, 'tokens', 'part')
hash[3] = redis.call('GET', key .. ':clock')
if hash[1] and hash[3] then
  tokens, part, clock = tonumber(hash[1]), tonumber(hash[2]), tonumber(hash[3])
  if now > clock then
    local elapsed = now - clock
    if elapsed > (burst - tokens) * period / limit + 1 then
      tokens, part = burst, 0
    else
      part = part + elapsed * limit
      local whole = math.floor(part / period)
      tokens, part = tokens + whole, part - whole * period
      if tokens >= burst then
        tokens, part = burst, 0
      end
    end
    clock = now
  end
end

if tokens < cost then
  local lacking = (cost - tokens) * period - part
  return math.ceil(lacking / limit)
end

tokens = tokens - cost
local fill = math.ceil(((burst - tokens) * period - part) / limit)
local seconds = math.ceil(fill / 1000000) + 1
redis.call('HSET', key, 'tokens', tokens, 'part', part)
redis.call('EXPIRE', key, seconds)
redis.call('SET', key .. ':clock', clock, 'EX', seconds)
return 0
"""
SHA = hashlib.sha1(SCRIPT).hexdigest()


class RedisTokenBucket:
    def __init__(self, client: Redis, quota: Quota, prefix: str = "token_bucket") -> None:
        self._redis = client
        self._limit = min(quota.limit, quota.period * quota.burst)
        self._period = quota.period
        self._burst = quota.burst
        self._before = prefix + "{"

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        if cost < 1:
            raise ValueError("cost must be at least 1")
        if cost > self._burst:
            raise ValueError("cost can never be granted")
        time = -1 if now is None else now
        request = (1, self._before + key + "}", self._limit, self._period, self._burst, cost, time)
        try:
            return self._redis.evalsha(SHA, *request)
        except NoScriptError:  # nothing has run
            return self._redis.eval(SCRIPT, *request)
