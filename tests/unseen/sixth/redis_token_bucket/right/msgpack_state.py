"""Right: the state is packed by cmsgpack, in lowest terms of limit and period; the reply is a table of granted and wait."""

from math import gcd

from redis import Redis

from ratelimit import Quota


class _Terms:
    def __init__(self, quota: Quota) -> None:
        common = gcd(quota.limit, quota.period)
        self.per_token = quota.period // common
        self.capacity = quota.burst * self.per_token
        self.rate = min(quota.limit // common, self.capacity)


class RedisTokenBucket:
    _SOURCE = """
    local bucket = KEYS[1]
    local rate, want, capacity = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
    local now = nil
    if #ARGV == 4 then now = tonumber(ARGV[4]) end
    if now == nil then
      local t = redis.call('TIME')
      now = tonumber(t[1]) * 1000000 + tonumber(t[2])
    end
    local have = capacity
    local packed = redis.call('GET', bucket)
    if packed then
      local state = cmsgpack.unpack(packed)
      if now < state[2] then now = state[2] end
      local lack = capacity - state[1]
      local passed = now - state[2]
      if passed < lack / rate then
        have = state[1] + passed * rate
      end
    end
    if have < want then
      return {0, math.ceil((want - have) / rate)}
    end
    have = have - want
    local milliseconds = math.ceil((capacity - have) / rate / 1000) + 1
    redis.call('SET', bucket, cmsgpack.pack({have, now}), 'PX', milliseconds)
    return {1, 0}
    """

    def __init__(self, client: Redis, quota: Quota, prefix: str = "token_bucket") -> None:
        self._terms = _Terms(quota)
        self._burst = quota.burst
        self._run = client.register_script(self._SOURCE)
        self._prefix = prefix

    def _name(self, key: str) -> bytes:
        return b"%s{%s}" % (self._prefix.encode(), key.encode())

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        if cost not in range(1, self._burst + 1):
            raise ValueError(f"{cost} tokens are never granted")
        args = [self._terms.rate, cost * self._terms.per_token, self._terms.capacity]
        if now is not None:
            args.append(now)
        granted, wait = self._run(keys=[self._name(key)], args=args)
        return 0 if granted else wait
