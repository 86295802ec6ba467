"""Wrong (b, after the ephemeralCache of upstash/ratelimit-js #122): the end of a wait is remembered in the process, and until then the key is refused without asking, whatever the cost.

Witness: 3/600000000: take(0, 2) -> 0, take(0, 3) -> 400000000, take(0, 1) -> 400000000, right: 0
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
if state then missing, at = cmsgpack.unpack(state) end
local here = now
if here < at then here = at end
missing = math.max(0, missing - (here - at) * ask.rate)
local short = missing + ask.cost - ask.cap
if short > 0 then
  return math.ceil(short / ask.rate) + here - now
end
missing = missing + ask.cost
local fill = math.ceil(missing / ask.rate)
redis.call('SET', KEYS[1], cmsgpack.pack(missing, here), 'PX', math.ceil(fill / 1000))
return 0
"""

    def __init__(self, client: Redis, quota: Quota, prefix: str = "token_bucket") -> None:
        self.client, self.quota, self.prefix = client, quota, prefix
        self.blocked = {}

    @cached_property
    def script(self):
        return self.client.register_script(self.SCRIPT)

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        limit, period, burst = self.quota.limit, self.quota.period, self.quota.burst
        if cost < 1 or burst < cost:
            raise ValueError(f"no bucket of {burst} ever holds {cost}")
        until = self.blocked.get(key)
        if until is not None and now is not None:
            if now < until:
                return until - now
            del self.blocked[key]
        cap = burst * period
        ask = json.dumps({"cap": cap, "rate": min(limit, cap), "cost": cost * period, "now": now})
        parts = (b64encode(self.prefix.encode()), b64encode(key.encode()))
        wait = self.script(keys=[b".".join(parts)], args=[ask])
        if wait and now is not None:
            self.blocked[key] = now + wait
        return wait
