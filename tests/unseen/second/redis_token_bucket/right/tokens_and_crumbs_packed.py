"""Whole tokens, crumbs and the clock as three packed doubles; keys are bytes."""

from redis import Redis

from ratelimit import Quota

LUA = """
local limit, period, burst = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local cost = tonumber(ARGV[4])
local now
if ARGV[5] == 'server' then
    local t = redis.call('TIME')
    now = tonumber(t[1]) * 1e6 + tonumber(t[2])
else
    now = tonumber(ARGV[5])
end
local tokens, crumbs, clock = burst, 0, now
local packed = redis.call('GET', KEYS[1])
if packed then
    tokens, crumbs, clock = struct.unpack('>ddd', packed)
end
local elapsed = now - clock
if elapsed > 0 then
    clock = now
    local missing = (burst - tokens) * period - crumbs
    if elapsed * limit >= missing then
        tokens, crumbs = burst, 0
    else
        crumbs = crumbs + elapsed * limit
        local whole = math.floor(crumbs / period)
        tokens, crumbs = tokens + whole, crumbs - whole * period
    end
end
if tokens < cost then
    return math.ceil(((cost - tokens) * period - crumbs) / limit)
end
tokens = tokens - cost
local refill = math.ceil(((burst - tokens) * period - crumbs) / limit)
redis.call('SET', KEYS[1], struct.pack('>ddd', tokens, crumbs, clock), 'PX', math.floor(refill / 1000) + 1)
return 0
"""


class RedisTokenBucket:
    """Whole tokens and crumbs, of which `period` make a token, in 24 bytes."""

    __slots__ = ("_burst", "_limit", "_period", "_prefix", "_run")

    def __init__(self, client: Redis, quota: Quota, prefix: str = "token_bucket") -> None:
        self._limit, self._period, self._burst = quota.limit, quota.period, quota.burst
        self._prefix = prefix.encode() + b"\x7b"
        self._run = client.register_script(LUA)

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        if cost < 1:
            raise ValueError("cost must be at least 1")
        if cost > self._burst:
            raise ValueError("cost must be at most the burst")
        name = self._prefix + key.encode()
        when = "server" if now is None else str(now)
        return int(self._run([name], [self._limit, self._period, self._burst, cost, when]))
