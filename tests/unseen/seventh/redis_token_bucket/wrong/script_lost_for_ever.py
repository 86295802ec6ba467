"""Wrong: loads the script when made, and never again, as PyrateLimiter did: after SCRIPT FLUSH or a restart each take raises NoScriptError (law 10)."""

import json
from dataclasses import dataclass
from functools import cached_property

from redis import Redis

from ratelimit import Quota

LUA = """
local rate, size, want = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local now = ARGV[4]
if now == 'null' then
  local t = redis.call('TIME')
  now = t[1] * 1000000 + t[2]
else
  now = tonumber(now)
end
local list = redis.call('LRANGE', KEYS[1], 0, 2)
local clock, full_at, rest = now, now, 0
if #list == 3 then
  clock, full_at, rest = tonumber(list[1]), tonumber(list[2]), tonumber(list[3])
  if now > clock then clock = now end
end
-- what is missing at the clock; rest is below rate, so it is one microsecond at most
local missing = 0
if full_at > clock or (full_at == clock and rest > 0) then
  missing = (full_at - clock) * rate + rest
end
if missing + want > size then
  return math.ceil((missing + want - size) / rate)
end
missing = missing + want
local ticks = math.floor(missing / rate)
full_at, rest = clock + ticks, missing - ticks * rate
redis.call('DEL', KEYS[1])
redis.call('RPUSH', KEYS[1], string.format('%.0f', clock), string.format('%.0f', full_at), string.format('%.0f', rest))
redis.call('PEXPIRE', KEYS[1], math.floor((ticks + 1) / 1000) + 2)
return 0
"""


@dataclass
class RedisTokenBucket:
    client: Redis
    quota: Quota
    prefix: str = "token_bucket"

    @cached_property
    def size(self) -> int:
        return self.quota.burst * self.quota.period

    def load(self) -> str:
        sha = self.client.script_load(LUA)  # bytes or str, as the client decodes
        return sha if isinstance(sha, str) else sha.decode("ascii")

    def __post_init__(self) -> None:
        self.redis_key = (self.prefix + "{{{}}}").format
        self.sha = self.load()

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        if not 0 < cost <= self.quota.burst:
            raise ValueError(f"{cost} tokens can never be granted by {self.quota}")
        call = [1, self.redis_key(key), min(self.quota.limit, self.size), self.size, cost * self.quota.period]
        call.append(json.dumps(now))
        return self.client.evalsha(self.sha, *call)
