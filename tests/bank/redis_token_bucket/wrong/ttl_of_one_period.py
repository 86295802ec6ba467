"""Lets its keys live for one period, which is too short if the burst is above the limit: a bucket takes longer to fill.

Breaks: law 9 (Every key expires)
Level: expiry
Shows: 1/60000000 burst 10: take("ann", 10), then PTTL of its key
Expected: 600 to 605 seconds; yours: 64 seconds, and then a full bucket
Shipped: not known
"""

from hashlib import sha1

from redis import Redis
from redis.exceptions import NoScriptError

from ratelimit import Quota

LUA = """
local limit, period, burst, cost = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local now
if ARGV[5] == 'server' then
  local time = redis.call('TIME')
  now = tonumber(time[1]) * 1000000 + tonumber(time[2])
else
  now = tonumber(ARGV[5])
end
local debt, clock = 0, now
local saved = redis.call('GET', KEYS[1])
if saved then
  local owed, at = string.match(saved, '^(%d+) (%d+)$')
  clock = math.max(now, tonumber(at))
  debt = math.max(0, tonumber(owed) - (clock - tonumber(at)) * limit)
end
debt = debt + cost * period
local over = debt - burst * period
if over > 0 then
  return math.ceil(over / limit) + (clock - now)
end
local ttl = math.ceil(period / 1000) + 4000
redis.call('SET', KEYS[1], string.format('%.0f %.0f', debt, clock), 'PX', string.format('%.0f', ttl))
return 0
"""
SHA = sha1(LUA.encode()).hexdigest()


class RedisTokenBucket:
    def __init__(self, client: Redis, quota: Quota, prefix: str = "token_bucket") -> None:
        self.client = client
        self.quota = quota
        self.prefix = prefix.encode()

    def _name(self, key):
        return b"%d:%b:%b" % (len(self.prefix), self.prefix, key.encode())

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        if cost < 1 or cost > self.quota.burst:
            raise ValueError("a cost from 1 to the burst, please")
        at = "server" if now is None else now
        args = [self.quota.limit, self.quota.period, self.quota.burst, cost, at]
        try:
            return self.client.evalsha(SHA, 1, self._name(key), *args)
        except NoScriptError:
            return self.client.eval(LUA, 1, self._name(key), *args)
