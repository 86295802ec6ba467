"""Right: two 63-bit words in one string by BITFIELD, the missing parts and the time; the decision is made with floor divisions."""

from functools import cached_property

from redis import Redis
from redis.commands.core import Script

from ratelimit import Quota


class RedisTokenBucket:
    def __init__(self, client: Redis, quota: Quota, prefix: str = "token_bucket") -> None:
        self._client, self._quota, self._prefix = client, quota, prefix

    @cached_property
    def _script(self) -> Script:
        return self._client.register_script("""
            local rate, token, all = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
            local price = tonumber(ARGV[4]) * token
            local clock = tonumber(ARGV[5])
            if clock == -1 then
                local seconds, micro = unpack(redis.call('TIME'))
                clock = seconds * 1000000 + micro
            end
            local words = redis.call('BITFIELD_RO', KEYS[1], 'GET', 'u63', '#0', 'GET', 'u63', '#1')
            local missing, at = words[1], words[2]
            if missing > 0 then                       -- a new key reads as two zeros: nothing is missing
                if clock < at then
                    clock = at
                end
                local passed = clock - at
                if passed > math.floor(missing / rate) then
                    missing = 0
                else
                    missing = missing - passed * rate
                end
            end
            if missing > all - price then
                return math.floor((missing - (all - price) - 1) / rate) + 1
            end
            missing = missing + price
            redis.call('BITFIELD', KEYS[1], 'SET', 'u63', '#0', string.format('%.0f', missing),
                       'SET', 'u63', '#1', string.format('%.0f', clock))
            redis.call('PEXPIRE', KEYS[1], string.format('%.0f', math.floor(missing / rate / 1000) + 2))
            return 0
        """)

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        limit, period, burst = self._quota.limit, self._quota.period, self._quota.burst
        if cost < 1 or cost > burst:
            raise ValueError(f"got a cost of {cost}, and the bucket holds {burst}")
        capacity = period * burst
        arguments = [min(limit, capacity), period, capacity, cost, -1 if now is None else now]
        return self._script(keys=[self._prefix + "{" + key + "}"], args=arguments)
