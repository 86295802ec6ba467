"""Right: GCRA: only the instant is kept at which the bucket is full, as whole microseconds and a remainder, two doubles in 16 bytes."""

from functools import partial

LUA = """
local cap, rate, cost, now = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
if now < 0 then
  local clock = redis.call('TIME')
  now = clock[1] * 1000000 + clock[2]
end
local debt = 0
local bytes = redis.call('GET', KEYS[1])
if bytes then
  local whole, part = struct.unpack('>dd', bytes)
  debt = math.max(0, (whole - now) * rate + part)
end
local over = debt + cost - cap
if over > 0 then
  return string.format('%.0f', math.ceil(over / rate))
end
debt = debt + cost
local ticks = math.floor(debt / rate)
local part = debt - ticks * rate
redis.call('SET', KEYS[1], struct.pack('>dd', now + ticks, part), 'PX', math.floor(ticks / 1000) + 1)
return '0'
"""


class RedisTokenBucket:
    def __init__(self, client, quota, prefix="token_bucket"):
        period, burst = quota.period, quota.burst
        cap = burst * period
        script = client.register_script(LUA)

        def take(key, cost, now):
            if cost < 1 or cost > burst:
                raise ValueError(f"{cost} is not from 1 to {burst}")
            name = b"%s{%s}" % (prefix.encode(), key.encode())
            return int(script([name], [cap, min(quota.limit, cap), cost * period, -1 if now is None else now]))

        self._take = partial(take)

    def take(self, key, cost=1, now=None):
        return self._take(key, cost, now)
