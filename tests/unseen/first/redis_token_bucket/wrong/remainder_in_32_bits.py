"""Wrong (c): the state is packed as in a C struct, the time in 64 bits and the level in 32, which is not enough for long periods.

Witness: 1/5000000000 burst 2: take(0) take(0) take(0) -> 0, right: 5000000000
"""

import json
from base64 import b64encode
from functools import cached_property

from redis import Redis

from ratelimit import Quota


class RedisTokenBucket:
    SCRIPT = """
local ask = cjson.decode(ARGV[1])
local now = ask.now
if now == cjson.null then
  local t = redis.call('TIME')
  now = t[1] * 1000000 + t[2]
end
local state = redis.call('GET', KEYS[1])
local missing, at = 0, now
if state then at, missing = struct.unpack('>I8I4', state) end
local here = now
if here < at then here = at end
missing = math.max(0, missing - (here - at) * ask.rate)
local short = missing + ask.cost - ask.cap
if short > 0 then
  return math.ceil(short / ask.rate) + here - now
end
missing = missing + ask.cost
local fill = math.ceil(missing / ask.rate)
redis.call('SET', KEYS[1], struct.pack('>I8I4', here, missing), 'PX', math.ceil(fill / 1000))
return 0
"""

    def __init__(self, client: Redis, quota: Quota, prefix: str = "token_bucket") -> None:
        self.client, self.quota, self.prefix = client, quota, prefix

    @cached_property
    def script(self):
        return self.client.register_script(self.SCRIPT)

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        limit, period, burst = self.quota.limit, self.quota.period, self.quota.burst
        if cost < 1 or burst < cost:
            raise ValueError(f"no bucket of {burst} ever holds {cost}")
        cap = burst * period
        ask = json.dumps({"cap": cap, "rate": min(limit, cap), "cost": cost * period, "now": now})
        parts = (b64encode(self.prefix.encode()), b64encode(key.encode()))
        return self.script(keys=[b".".join(parts)], args=[ask])
