"""Wrong: the expiry is renewed before it is known whether the take is granted."""

from math import gcd
from string import Template

from redis import Redis
from redis.exceptions import NoScriptError

from ratelimit import Quota

TEMPLATE = Template("""
local CAPACITY = $capacity
local RATE = $rate
local TOKEN = $token
local LIFE = $life

local function server_time()
  local pair = redis.call('TIME')
  return pair[1] * 1000000 + pair[2]
end

local function load(key, now)
  local used = redis.call('HGET', key, 'u')
  if not used then return 0, now end
  local at = tonumber(redis.call('HGET', key, 't'))
  used = tonumber(used)
  if now <= at then return used, at end
  return math.max(0, used - (now - at) * RATE), now
end

local cost = ARGV[1] + 0
local now
if #ARGV > 1 then now = ARGV[2] + 0 else now = server_time() end
local used, at = load(KEYS[1], now)
local over = used + cost * TOKEN - CAPACITY
redis.call('PEXPIRE', KEYS[1], LIFE)
if over > 0 then return {math.ceil(over / RATE)} end
redis.call('HSET', KEYS[1], 'u', string.format('%d', used + cost * TOKEN), 't', string.format('%d', at))
redis.call('PEXPIRE', KEYS[1], LIFE)
return {0}
""")


class RedisTokenBucket:
    """A bucket of `quota.burst` tokens for each key, kept in Redis, refilled with `limit` tokens per `period` µs."""

    def __init__(self, client: Redis, quota: Quota, prefix: str = "token_bucket") -> None:
        common = gcd(quota.limit, quota.period)
        rate, token = quota.limit // common, quota.period // common
        capacity = quota.burst * token
        rate = min(rate, capacity)
        fill = -(-capacity // rate)  # microseconds
        self._text = TEMPLATE.substitute(capacity=capacity, rate=rate, token=token, life=f"'{fill // 1000 + 2}'")
        self._client, self._burst = client, quota.burst
        self._name = "%d:%s:%%s" % (len(prefix), prefix.replace("%", "%%"))
        self._sha = client.script_load(self._text)

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        if not 0 < cost <= self._burst:
            raise ValueError(f"{cost} is not in 1..{self._burst}")
        args = [cost] if now is None else [cost, now]
        for _ in range(3):
            try:
                (wait,) = self._client.evalsha(self._sha, 1, self._name % key, *args)
            except NoScriptError:
                self._sha = self._client.script_load(self._text)
            else:
                return wait
        (wait,) = self._client.eval(self._text, 1, self._name % key, *args)
        return wait
