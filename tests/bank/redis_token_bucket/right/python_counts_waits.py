"""The script says what it saw, numbers as texts, and Python counts the wait in ints that never end.

In Redis, the bucket is a hash of what it held after the last grant, and when that was.
"""

from hashlib import sha1

from redis import Redis
from redis.exceptions import NoScriptError

from ratelimit import Quota

LUA = """
local function text(number) return string.format('%.0f', number) end

local key, full, flow, need = KEYS[1], tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local fill_ms = tonumber(ARGV[4])
local now = tonumber(ARGV[5])
if not now then
  local time = redis.call('TIME')
  now = tonumber(time[1]) * 1000000 + tonumber(time[2])
end

local held, clock = full, now
local kept = redis.call('HGETALL', key)
for i = 1, #kept, 2 do
  if kept[i] == 'held' then held = tonumber(kept[i + 1]) end
  if kept[i] == 'clock' then clock = tonumber(kept[i + 1]) end
end

local at = now > clock and now or clock
local gained = at - clock
if gained < math.ceil((full - held) / flow) then
  held = held + gained * flow
else
  held = full
end

if held < need then
  return {'refused', text(held), text(at), text(now)}
end
redis.call('HSET', key, 'held', text(held - need), 'clock', text(at))
redis.call('PEXPIRE', key, text(fill_ms))
return {'granted', text(held - need), text(at), text(now)}
"""


class RedisTokenBucket:
    def __init__(self, client: Redis, quota: Quota, prefix: str = "token_bucket") -> None:
        self.client = client
        self.quota = quota
        self.prefix = prefix
        self.full = quota.burst * quota.period
        self.flow = min(quota.limit, self.full)
        self.fill_ms = ceil_div(ceil_div(self.full, self.flow), 1000)

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        if cost < 1 or cost > self.quota.burst:
            raise ValueError(f"a cost of {cost} is never granted")
        need = cost * self.quota.period
        args = [self.full, self.flow, need, self.fill_ms] + ([] if now is None else [now])
        verdict, held, at, now = self.run(self.redis_key(key), args)
        if verdict in (b"granted", "granted"):
            return 0
        return int(at) - int(now) + ceil_div(need - int(held), self.flow)

    def redis_key(self, key: str) -> bytes:
        prefix = self.prefix.encode()
        return len(prefix).to_bytes(8, "big") + prefix + key.encode()

    def run(self, key: bytes, args: list[int]) -> list:
        sha = sha1(LUA.encode()).hexdigest()
        try:
            return self.client.evalsha(sha, 1, key, *args)
        except NoScriptError:
            return self.client.eval(LUA, 1, key, *args)


def ceil_div(a: int, b: int) -> int:
    return -(-a // b)
