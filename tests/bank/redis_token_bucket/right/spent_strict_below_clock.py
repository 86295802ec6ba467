"""Keeps the parts that are spent, lets them drain, and sends everybody below the clock away until the clock.

Keys live as long as an empty bucket takes to fill, and four seconds more for good measure.
"""

import hashlib
from math import gcd

from redis import Redis
from redis.exceptions import NoScriptError

from ratelimit import Quota

SCRIPT = """
local drain = tonumber(ARGV[1])
local capacity = tonumber(ARGV[2])
local cost = tonumber(ARGV[3])
local life = ARGV[4]
local now = ARGV[5] ~= '-' and tonumber(ARGV[5])
if not now then
  local seconds, micros = unpack(redis.call('TIME'))
  now = tonumber(seconds) * 1000000 + tonumber(micros)
end

local spent = 0
local line = redis.call('GET', KEYS[1])
if line then
  local parts, at = string.match(line, '(%d+)@(%d+)')
  local passed = now - tonumber(at)
  if passed < 0 then
    return string.format('%.0f', -passed)
  end
  spent = tonumber(parts)
  spent = passed < math.ceil(spent / drain) and spent - passed * drain or 0
end

local over = spent + cost - capacity
if over > 0 then
  return string.format('%.0f', math.ceil(over / drain))
end
redis.call('SET', KEYS[1], string.format('%.0f@%.0f', spent + cost, now), 'PX', life)
return '0'
"""


class RedisTokenBucket:
    def __init__(self, client: Redis, quota: Quota, prefix: str = "token_bucket") -> None:
        common = gcd(quota.limit, quota.period)
        self.client = client
        self.burst = quota.burst
        self.part = quota.period // common
        self.capacity = self.burst * self.part
        self.drain = min(quota.limit // common, self.capacity)
        self.life = -(-self.capacity // self.drain) // 1000 + 4000
        self.sha = hashlib.sha1(SCRIPT.encode()).hexdigest()
        self.hash = hashlib.sha256(prefix.encode() + b"\xff")  # no UTF-8 has this byte: the prefix ends here

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        if cost < 1:
            raise ValueError("cost must be 1 or more")
        if cost > self.burst:
            raise ValueError("cost must not exceed the burst")
        name = self.hash.copy()
        name.update(key.encode())
        return int(
            self.ask(
                name.digest(),
                self.drain,
                self.capacity,
                cost * self.part,
                self.life,
                "-" if now is None else now,
            )
        )

    def ask(self, *args: bytes | int | str) -> bytes | str:
        try:
            return self.client.execute_command("EVALSHA", self.sha, 1, *args)
        except NoScriptError:
            return self.client.execute_command("EVAL", SCRIPT, 1, *args)
