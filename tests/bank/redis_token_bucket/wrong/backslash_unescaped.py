"""Escapes the colons of a prefix with a backslash, but not its backslashes, so two prefixes can share a Redis key.

Breaks: law 11 (keys are opaque, and strangers)
Level: keys
Shows: prefix "a:b" with key "c", and prefix "a\\" (an a and one backslash) with key "b:c"
Expected: two Redis keys; yours: one, which is a, backslash, colon, b, colon, c
Shipped: not known
"""

import redis
from redis.exceptions import NoScriptError

from ratelimit import Quota


class Script:
    """Lua source that runs by its digest, or by its text where the server has forgotten it."""

    def __init__(self, client, source):
        self.client = client
        self.source = source
        self.digest = client.register_script(source).sha

    def __call__(self, keys, *argv):
        try:
            return self.client.evalsha(self.digest, len(keys), *keys, *argv)
        except NoScriptError:
            return self.client.eval(self.source, len(keys), *keys, *argv)


class RedisTokenBucket:
    SOURCE = """
        local s, us = 0, 0
        if ARGV[5] == 'TIME' then
            local t = redis.call('TIME')
            s, us = tonumber(t[1]), tonumber(t[2])
        else
            us = tonumber(ARGV[5])
        end
        local now = s * 1000000 + us
        local limit, period, burst, cost =
            tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])

        local debt, clock = 0, now
        local raw = redis.call('GET', KEYS[1])
        if raw then
            local state = cmsgpack.unpack(raw)
            debt, clock = state[1], state[2]
        end
        if now > clock then
            debt, clock = math.max(0, debt - limit * (now - clock)), now
        end

        local room = burst * period - debt
        local need = cost * period - room
        if need > 0 then
            return math.ceil(need / limit)
        end
        debt = debt + cost * period
        local ms = math.ceil(debt / limit / 1000) + 1000
        redis.call('SET', KEYS[1], cmsgpack.pack({debt, clock}), 'PX', string.format('%.0f', ms))
        return 0
    """

    def __init__(self, client: redis.Redis, quota: Quota, prefix: str = "token_bucket") -> None:
        self.run = Script(client, self.SOURCE)
        self.quota = quota
        # the first colon without a backslash ends the prefix; what comes after it may be anything
        self.prefix = prefix.replace(":", "\\:") + ":"

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        quota = self.quota
        if cost < 1:
            raise ValueError("cost: at least 1, please")
        if cost > quota.burst:
            raise ValueError(f"cost: at most {quota.burst}, please")
        keys = [(self.prefix + key).encode()]
        limit = min(quota.limit, quota.burst * quota.period)
        return self.run(keys, limit, quota.period, quota.burst, cost, "TIME" if now is None else now)
