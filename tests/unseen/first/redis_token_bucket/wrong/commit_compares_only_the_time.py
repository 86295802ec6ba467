"""Wrong (c, a port of compare-and-set): the state is read first and decided in Python, then a script writes it if the time of the bucket is still the same; another take at the same microsecond changes the level but not the time.

Witness: 3/600000000: take(0) -> 0; A calls take(0) and has read the state; B's take(0) -> 0; A goes on -> 0; then take(0) -> 0, right: 200000000
"""

import math

READ = "return redis.call('HMGET', KEYS[1], 'level', 'time')"
WRITE = """
if (redis.call('HGET', KEYS[1], 'time') or '') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'level', ARGV[2], 'time', ARGV[3])
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return 1
"""
CLOCK = "return redis.call('TIME')"


class RedisTokenBucket:
    def __init__(self, client, quota, prefix="token_bucket"):
        self._client, self._quota, self._prefix = client, quota, prefix
        self._read, self._write, self._clock = (client.register_script(text) for text in (READ, WRITE, CLOCK))

    def take(self, key, cost=1, now=None):
        limit, period, burst = self._quota.limit, self._quota.period, self._quota.burst
        if not 1 <= cost <= burst:
            raise ValueError(cost)
        if now is None:
            seconds, micros = map(int, self._clock())
            now = seconds * 1_000_000 + micros
        name = f"{self._prefix}{{{key}}}".encode()
        while True:
            level, time = self._read([name])
            seen = "" if time is None else int(time)
            level, time = (burst * period, now) if time is None else (int(level), int(time))
            at = max(now, time)
            level = min(burst * period, level + (at - time) * limit) - cost * period
            if level < 0:
                return -(level // limit) + at - now
            fill = -((level - burst * period) // limit)
            if self._write([name], [seen, level, at, math.ceil(fill / 1000)]):
                return 0
