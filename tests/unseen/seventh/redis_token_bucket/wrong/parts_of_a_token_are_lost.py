"""Wrong: adds whole tokens only and sets the time to now at each grant, so the part of a token that had flowed in is lost (law 1: parts count), as in throttled-py."""

from redis import Redis

from ratelimit import Quota

LUA = """
local limit, period, capacity, cost = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local now = tonumber(ARGV[5])
if now < 0 then
  local t = redis.call('TIME')
  now = tonumber(t[1]) * 1000000 + tonumber(t[2])
end
local info = redis.call('HMGET', KEYS[1], 'tokens', 'last_refreshed')
local tokens = capacity
local last_refreshed = now
if info[1] then
  tokens = tonumber(info[1])
  last_refreshed = tonumber(info[2])
  local elapsed = math.max(0, now - last_refreshed)
  tokens = math.min(capacity, tokens + math.floor(elapsed * limit / period))
end
if cost > tokens then
  local needed = (cost - tokens) * period - math.max(0, now - last_refreshed) * limit % period
  return math.max(1, math.ceil(needed / limit))
end
tokens = tokens - cost
redis.call('HSET', KEYS[1], 'tokens', string.format('%d', tokens), 'last_refreshed', string.format('%.0f', math.max(now, last_refreshed)))
redis.call('PEXPIRE', KEYS[1], math.ceil((capacity - tokens) * period / limit / 1000) + 1)
return 0
"""


class RedisTokenBucket:
    def __init__(self, client: Redis, quota: Quota, prefix: str = "token_bucket") -> None:
        self._script = client.register_script(LUA)
        self._numbers = [quota.limit, quota.period, quota.burst]
        self._prefix = prefix + "{"

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        if cost < 1 or cost > self._numbers[2]:
            raise ValueError(f"a cost of {cost} can never be granted")
        return self._script([self._prefix + key], [*self._numbers, cost, -1 if now is None else now])
