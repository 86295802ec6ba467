"""Two Redis keys with the key as their hash tag; for an empty key, or one that begins with a brace, the tag is empty and the slots differ.

Source: (a) law 11: all in one cluster slot.

Witness: take('', now=0) -> declares token_bucket{}have and token_bucket{}clock, which are in two slots, right: in one
"""

from redis import Redis

from ratelimit import Quota

_SOURCE = """
local now = tonumber(ARGV[1])
if now == -1 then
    local t = redis.call('TIME')
    now = tonumber(t[1]) * 1000000 + tonumber(t[2])
end
local cost, limit, full = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local pair = redis.call('MGET', KEYS[1], KEYS[2])
local have, clock = full, now
if pair[1] and pair[2] then
    have, clock = tonumber(pair[1]), tonumber(pair[2])
end
have = math.min(full, have + math.max(0, now - clock) * limit)
clock = math.max(now, clock)
if have < cost then
    local wait = math.floor((cost - have) / limit)
    if wait * limit < cost - have then wait = wait + 1 end
    return {0, wait}
end
have = have - cost
local ttl = math.ceil(math.ceil((full - have) / limit) / 1000) + 1000
redis.call('SET', KEYS[1], have, 'PX', ttl)
redis.call('SET', KEYS[2], clock, 'PX', ttl)
return {1, 0}
"""


class RedisTokenBucket:
    """What is there, and since when, in two Redis keys of one slot: the key is the tag."""

    def __init__(self, client: Redis, quota: Quota, prefix: str = "token_bucket") -> None:
        limit, period, full = quota.terms
        self._limit, self._token, self._full, self._burst = limit, period, full, quota.burst
        self._prefix = prefix
        self._script = client.register_script(_SOURCE)

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        if cost < 1 or cost > self._burst:
            raise ValueError(f"{cost} tokens can never be granted")
        tag = "{" + key + "}"
        names = [f"{self._prefix}{tag}have", f"{self._prefix}{tag}clock"]
        granted, wait = self._script(names, [-1 if now is None else now, cost * self._token, self._limit, self._full])
        return 0 if granted else wait
