"""Sets the expiry when one token is spent in all, to do so once: a bucket whose first take costs more never gets one.

Breaks: law 9 (Every key expires)
Level: expiry
Shows: 3/600000000: take("ann", 2), then PTTL of its key
Expected: the time to fill; yours: -1
Shipped: spring-cloud-zuul-ratelimit #131: it called EXPIRE only if INCRBY answered 1, and quota keys had no TTL
"""

from redis import Redis

from ratelimit import Quota

LUA = """
local limit, period, burst, cost = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local now = tonumber(ARGV[5])
if not now then
  local t = redis.call('TIME')
  now = t[1] * 1000000 + t[2]
end
local full, need = burst * period, cost * period
local had = redis.call('HMGET', KEYS[1], 'p', 't')
local p, t = tonumber(had[1] or full), tonumber(had[2] or now)
now = math.max(now, t)
p = math.min(full, p + (now - t) * limit)
if p < need then
  return math.ceil((need - p) / limit)
end
p = p - need
redis.call('HSET', KEYS[1], 'p', string.format('%.0f', p), 't', string.format('%.0f', now))
local life = math.ceil(math.ceil((full - p) / limit) / 1000)
local spent = (full - p) / period
if had[1] or spent == 1 then
  if spent == 1 or redis.call('PTTL', KEYS[1]) >= 0 then
    redis.call('PEXPIRE', KEYS[1], life)
  end
end
return 0
"""


class RedisTokenBucket:
    def __init__(self, client: Redis, quota: Quota, prefix: str = "token_bucket") -> None:
        self.quota, self.name = quota, f"{len(prefix)}:{prefix}:"
        self.script = client.register_script(LUA)

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        q = self.quota
        if not 1 <= cost <= q.burst:
            raise ValueError("cost out of range")
        return int(
            self.script(keys=[self.name + key], args=[q.limit, q.period, q.burst, cost, "" if now is None else now])
        )
