"""Wrong (a): the expiry is set as an absolute time, counted from the `now` that was given instead of the server's: with small numbers the key is gone at once.

Witness: 3/600000000: take(600000000, 3) take(600000000) -> 0, right: 200000000
"""

import hashlib

import redis

LUA = """
local limit = tonumber(ARGV[1])
local period = tonumber(ARGV[2])
local burst = tonumber(ARGV[3])
local cost = tonumber(ARGV[4])
local clock = redis.call('TIME')
local server = tonumber(clock[1]) * 1000000 + tonumber(clock[2])
local now = server
if ARGV[5] then now = tonumber(ARGV[5]) end
local filling = math.ceil(burst * period / limit)
local tokens, rest, stamp = burst, 0, now
local got = redis.call('HMGET', KEYS[1], 'n', 'r', 's')
if got[3] then
  tokens, rest, stamp = tonumber(got[1]), tonumber(got[2]), tonumber(got[3])
  local passed = now - stamp
  if passed >= filling then
    tokens, rest, stamp = burst, 0, now
  elseif passed > 0 then
    local sum = passed * limit + rest
    local more = math.floor(sum / period)
    tokens, rest, stamp = tokens + more, sum - more * period, now
    if tokens >= burst then tokens, rest = burst, 0 end
  end
end
if tokens < cost then
  return math.ceil(((cost - tokens) * period - rest) / limit) + (stamp - now)
end
redis.call('HSET', KEYS[1], 'n', string.format('%d', tokens - cost), 'r', string.format('%d', rest), 's', string.format('%d', stamp))
redis.call('PEXPIREAT', KEYS[1], string.format('%d', math.ceil((now + filling) / 1000) + 1000))
return 0
"""
SHA = hashlib.sha1(LUA.encode()).hexdigest()


class RedisTokenBucket:
    def __init__(self, client, quota, prefix="token_bucket"):
        self._c, self._q = client, quota
        self._limit = min(quota.limit, quota.burst * quota.period)
        self._p = prefix.encode().hex().encode() + b"/"

    def take(self, key, cost=1, now=None):
        q = self._q
        if cost not in range(1, q.burst + 1):
            raise ValueError(cost)
        words = ["EVALSHA", SHA, 1, self._p + key.encode(), self._limit, q.period, q.burst, cost]
        if now is not None:
            words.append(now)
        while True:
            try:
                return int(self._c.execute_command(*words))
            except redis.exceptions.NoScriptError:
                self._c.execute_command("SCRIPT LOAD", LUA)
