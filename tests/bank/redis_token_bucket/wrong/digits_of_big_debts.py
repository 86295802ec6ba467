"""Joins the two numbers of its state with Lua's `..`, which writes no more than fourteen digits of the bigger debts.

Breaks: law 6 (nothing is rounded)
Level: exact
Shows: 1/500000000000003 burst 2: take(0) take(0) take(0)
Expected: 500000000000003; yours: 499999999999997
Shipped: not known
"""

import hashlib

from redis import Redis
from redis.exceptions import NoScriptError

from ratelimit import Quota

LUA = b"""
-- State: "<debt> <clock>". The clock stays the TEXT that it came as: numbers of sixteen digits don't survive tostring.
local L, P, B, cost = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local now = ARGV[5]
if now == '' then
  local t = redis.call('TIME')
  now = t[1] .. string.format('%06d', t[2])
end
local debt, clock = 0, now
local state = redis.call('GET', KEYS[1])
if state then
  local gap = state:find(' ', 1, true)
  debt, clock = tonumber(state:sub(1, gap - 1)), state:sub(gap + 1)
  local elapsed = tonumber(now) - tonumber(clock)
  if elapsed > 0 then
    debt, clock = math.max(0, debt - elapsed * L), now
  end
end
debt = debt + cost * P
if debt > B * P then
  return math.ceil((debt - B * P) / L)
end
redis.call('SET', KEYS[1], debt .. ' ' .. clock, 'PX', math.ceil(debt / L / 1000) + 2)
return 0
"""
SHA = hashlib.sha1(LUA).hexdigest()


class RedisTokenBucket:
    """Owes instead of owning: the state is a debt in P-ths of a token and the moment it was true."""

    def __init__(self, client: Redis, quota: Quota, prefix: str = "token_bucket") -> None:
        self.client, self.quota = client, quota
        name = prefix.encode()
        self.head = b"%d/%s/" % (len(name), name)

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        q = self.quota
        if cost < 1 or cost > q.burst:
            raise ValueError(f"a bucket of {q.burst} never grants {cost}")
        limit = min(q.limit, q.burst * q.period)
        argv = [self.head + key.encode(), limit, q.period, q.burst, cost, "" if now is None else str(now)]
        try:
            return self.client.evalsha(SHA, 1, *argv)
        except NoScriptError:
            return self.client.eval(LUA, 1, *argv)
