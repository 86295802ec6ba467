"""Keeps level and clock in two Redis keys under one hash tag, and puts its commands together by hand.

The tag is a SHA-256 of prefix and key.
"""

from hashlib import sha1, sha256

from redis import Redis
from redis.exceptions import NoScriptError

from ratelimit import Quota

SOURCE = """
local LEVEL, CLOCK = KEYS[1], KEYS[2]
local limit, full, need = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])

local now
if ARGV[4] then
  now = tonumber(ARGV[4])
else
  local time = redis.call('TIME')
  now = time[1] * 1000000 + time[2]
end

local level, clock = unpack(redis.call('MGET', LEVEL, CLOCK))
if level and clock then
  level, clock = tonumber(level), tonumber(clock)
else
  level, clock = full, now
end

local lag = 0
if now < clock then
  lag = clock - now
elseif now - clock >= math.ceil((full - level) / limit) then
  level, clock = full, now
else
  level, clock = level + (now - clock) * limit, now
end

if level < need then
  return lag + math.ceil((need - level) / limit)
end

local left = level - need
local ttl = math.ceil(math.ceil((full - left) / limit) / 1000) + 1
for key, value in pairs({[LEVEL] = left, [CLOCK] = clock}) do
  redis.call('SET', key, string.format('%.0f', value), 'PX', ttl)
end
return 0
"""


class RedisTokenBucket:
    def __init__(self, client: Redis, quota: Quota, prefix: str = "token_bucket") -> None:
        self._send = client.execute_command
        self._sha = sha1(SOURCE.encode("utf-8")).hexdigest()
        self._quota = quota
        self._full = quota.burst * quota.period
        self._prefix = prefix.encode("utf-8")

    def _keys(self, key: str) -> tuple[bytes, bytes]:
        name = sha256(b"%d," % len(self._prefix) + self._prefix + key.encode("utf-8")).hexdigest().encode()
        return b"{%b}:level" % name, b"{%b}:clock" % name

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        if not 0 < cost <= self._quota.burst:
            raise ValueError(f"cost {cost} is not from 1 to {self._quota.burst}")
        tail = [2, *self._keys(key), min(self._quota.limit, self._full), self._full, cost * self._quota.period]
        if now is not None:
            tail.append(now)
        try:
            return self._send("EVALSHA", self._sha, *tail)
        except NoScriptError:
            return self._send("EVAL", SOURCE, *tail)
