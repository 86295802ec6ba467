"""Sends the take again when the connection breaks, though the server may have granted the first one: it is spent twice.

Breaks: law 13 (What goes wrong is told)
Level: scripts
Same as: heals_every_error
Shows: 1/600000000 burst 2: a line that is cut after the EVALSHA went out, then take("ann") as often as it is granted
Expected: ConnectionError, and one more grant; yours: 0, and none
Shipped: not known
"""

from hashlib import sha1

from redis import Redis
from redis.exceptions import ConnectionError, NoScriptError

from ratelimit import Quota

LUA = """
local limit, period, burst = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local cost, now = tonumber(ARGV[4]), tonumber(ARGV[5])
if not now then
  local time = redis.call('TIME')
  now = tonumber(time[1]) * 1000000 + tonumber(time[2])
end
local full = burst * period
local state = redis.call('HMGET', KEYS[1], 'level', 'clock')
local level, clock = tonumber(state[1]) or full, tonumber(state[2]) or now
level = math.min(full, level + math.max(0, now - clock) * limit)
clock = math.max(clock, now)
local missing = cost * period - level
if missing > 0 then
  return math.ceil(missing / limit) + clock - now
end
redis.call('HSET', KEYS[1], 'level', string.format('%.0f', level - cost * period), 'clock', string.format('%.0f', clock))
redis.call('PEXPIRE', KEYS[1], string.format('%.0f', math.ceil(full / limit / 1000) + 1))
return 0
"""
SHA = sha1(LUA.encode()).hexdigest()


class RedisTokenBucket:
    def __init__(self, client: Redis, quota: Quota, prefix: str = "token_bucket") -> None:
        self.client = client
        self.quota = quota
        self.prefix = prefix

    def _name(self, key):
        return f"{len(self.prefix)}:{self.prefix}:{key}".encode()

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        quota = self.quota
        if not 1 <= cost <= quota.burst:
            raise ValueError(f"cost {cost} is not between 1 and {quota.burst}")
        given = "" if now is None else now
        call = (1, self._name(key), quota.limit, quota.period, quota.burst, cost, given)
        try:
            return self._run(call)
        except ConnectionError:
            return self._run(call)

    def _run(self, call):
        try:
            return self.client.evalsha(SHA, *call)
        except NoScriptError:
            return self.client.eval(LUA, *call)
