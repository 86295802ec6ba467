"""Reads the state with HMGET, and a script writes what Python has decided.

Source: (b) lob/hapi-rate-limiter #21, nccapo/rate-limiter #18: check and then act in two commands.

Witness: 3/600000000: A: take(0, 3) has read a full bucket; B: take(0, 3) -> 0; A goes on -> 0, right: 600000000
"""

from redis import Redis

from ratelimit import Quota

LUA = """
redis.call('HSET', KEYS[1], 'have', ARGV[1], 'at', ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 0
"""


class RedisTokenBucket:
    """Exact arithmetic in Python; the script makes the write and its expiry one step."""

    def __init__(self, client: Redis, quota: Quota, prefix: str = "token_bucket") -> None:
        self._client = client
        self._quota = quota
        self._prefix = prefix
        self._write = client.register_script(LUA)

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        limit, period, burst = self._quota.limit, self._quota.period, self._quota.burst
        if not 1 <= cost <= burst:
            raise ValueError(f"cost must be from 1 to {burst}, got {cost}")
        if now is None:
            seconds, micros = self._client.time()
            now = seconds * 1_000_000 + micros
        name = f"{self._prefix}{{{key}}}"
        full = burst * period
        have, at = self._client.hmget(name, "have", "at")
        have, at = (full, now) if have is None else (int(have), int(at))
        have = min(full, have + max(0, now - at) * limit)
        left = have - cost * period
        if left < 0:
            return -(left // limit)
        ttl = -(-(full - left) // limit)
        self._write(keys=[name], args=[left, max(now, at), -(-ttl // 1000)])
        return 0
