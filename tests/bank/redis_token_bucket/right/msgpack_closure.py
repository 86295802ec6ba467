"""A closure asks for everything; the state is MessagePack of what is missing from a full bucket and since when."""

from collections.abc import Callable
from hashlib import sha1
from math import gcd

from redis import Redis
from redis.exceptions import NoScriptError

from ratelimit import Quota

LUA = """
local rate, capacity, price, now = unpack(ARGV)
rate, capacity, price, now = tonumber(rate), tonumber(capacity), tonumber(price), tonumber(now)
if now == nil then
  local time = redis.call('TIME')
  now = time[1] * 1000000 + time[2]
end

local packed = redis.call('GET', KEYS[1])
local missing, since = 0, now
if packed then
  missing, since = unpack(cmsgpack.unpack(packed))
end
if since < now then
  if now - since < math.ceil(missing / rate) then
    missing = missing - (now - since) * rate
  else
    missing = 0
  end
  since = now
end

missing = missing + price
if missing > capacity then
  return since - now + math.ceil((missing - capacity) / rate)
end
local ms = math.ceil(math.ceil(missing / rate) / 1000)
redis.call('SET', KEYS[1], cmsgpack.pack({missing, since}), 'PX', ms)
return 0
"""


def asker(client: Redis, quota: Quota, prefix: str) -> Callable[[str, int, int | None], int]:
    """A function that asks the server for a key's tokens."""
    sha = sha1(LUA.encode()).hexdigest()
    divisor = gcd(quota.limit, quota.period)
    price = quota.period // divisor
    capacity = quota.burst * price
    rate = min(quota.limit // divisor, capacity)
    space = prefix.encode().hex()

    def ask(key: str, cost: int, now: int | None) -> int:
        def run(command: Callable, script: str) -> int:
            return command(script, 1, f"{space}:{key}", rate, capacity, cost * price, "now" if now is None else now)

        try:
            return run(client.evalsha, sha)
        except NoScriptError:
            return run(client.eval, LUA)

    return ask


class RedisTokenBucket:
    def __init__(self, client: Redis, quota: Quota, prefix: str = "token_bucket") -> None:
        self._burst = quota.burst
        self._ask = asker(client, quota, prefix)

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        if cost < 1 or cost > self._burst:
            raise ValueError(f"cost must be between 1 and {self._burst}: {cost}")
        return self._ask(key, cost, now)
