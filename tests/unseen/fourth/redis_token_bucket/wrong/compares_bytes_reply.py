"""Compares the reply with bytes, which a client that decodes its answers doesn't return."""

import hashlib

from redis.exceptions import NoScriptError

SOURCE = """
local function now_us()
  if ARGV[5] ~= '-' then return tonumber(ARGV[5]) end
  local t = redis.call('TIME')
  return tonumber(t[1]) * 1000000 + tonumber(t[2])
end

local limit, period, cap = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local cost, now = tonumber(ARGV[4]), now_us()
local debt, at = 0, now
local raw = redis.call('GET', KEYS[1])
if raw then
  local a, b = string.match(raw, '^(%d+) (%d+)$')
  debt, at = tonumber(a), tonumber(b)
  if now > at then
    debt = math.max(0, debt - (now - at) * limit)
    at = now
  end
end
local over = debt + cost * period - cap
if over > 0 then
  return (at - now) + math.ceil(over / limit)
end
debt = debt + cost * period
local ms = math.ceil(math.ceil(debt / limit) / 1000)
redis.call('SET', KEYS[1], string.format('%.0f %.0f', debt, at), 'PX', string.format('%.0f', ms + 2))
return 'granted'
"""
SHA = hashlib.sha1(SOURCE.encode()).hexdigest()


class RedisTokenBucket:
    """What is missing in a bucket, its debt, and since when."""

    def __init__(self, client, quota, prefix="token_bucket"):
        cap = quota.burst * quota.period
        self.client = client
        self.max_cost = quota.burst
        self.head = (min(quota.limit, cap), quota.period, cap)
        self.prefix = prefix.encode() + b"{"

    def take(self, key, cost=1, now=None):
        if not 1 <= cost <= self.max_cost:
            raise ValueError("cost")
        argv = (1, self.prefix + key.encode() + b"}", *self.head, cost, "-" if now is None else now)
        try:
            reply = self.client.evalsha(SHA, *argv)
        except NoScriptError:
            reply = self.client.eval(SOURCE, *argv)
        return 0 if reply == b"granted" else int(reply)
