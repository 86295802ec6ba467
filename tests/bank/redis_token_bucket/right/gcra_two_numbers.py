"""GCRA: keeps the theoretical arrival time, when the bucket is full, as microseconds and `limit`-ths of one.

The clock itself isn't kept. A take below it finds the arrival time farther off, so it is refused a little more often.
"""

import json
from functools import cached_property
from hashlib import sha1

from redis import Redis
from redis.exceptions import NoScriptError

from ratelimit import Quota


class RedisTokenBucket:
    LUA = """
    -- all durations are pairs: whole microseconds, and a rest in limit-ths of a microsecond
    local limit = tonumber(ARGV[1])
    local room, room_rest = tonumber(ARGV[2]), tonumber(ARGV[3])
    local step, step_rest = tonumber(ARGV[4]), tonumber(ARGV[5])
    local now = ARGV[6]
    if now == 'server' then
      local t = redis.call('TIME')
      now = tonumber(t[1]) * 1000000 + tonumber(t[2])
    else
      now = tonumber(now)
    end

    local tat, rest = now, 0
    local state = redis.call('GET', KEYS[1])
    if state then
      local bar = string.find(state, '|', 1, true)
      local kept = tonumber(string.sub(state, 1, bar - 1))
      if kept >= now then
        tat, rest = kept, tonumber(string.sub(state, bar + 1))
      end
    end

    tat, rest = tat + step, rest + step_rest
    if rest >= limit then
      tat, rest = tat + 1, rest - limit
    end

    local wait = tat - now - room
    if rest > room_rest then
      wait = wait + 1
    end
    if wait > 0 then
      return wait
    end

    local ttl = tat - now
    if rest > 0 then
      ttl = ttl + 1
    end
    state = string.format('%.0f|%.0f', tat, rest)
    redis.call('SET', KEYS[1], state, 'PX', math.ceil(ttl / 1000))
    return 0
    """

    def __init__(self, client: Redis, quota: Quota, prefix: str = "token_bucket") -> None:
        self.client, self.quota, self.prefix = client, quota, prefix

    @cached_property
    def sha(self) -> str:
        return sha1(self.LUA.encode()).hexdigest()

    @cached_property
    def limit(self) -> int:
        return min(self.quota.limit, self.quota.burst * self.quota.period)

    def span(self, tokens: int) -> tuple[int, int]:
        """The time that so many tokens take."""
        return divmod(tokens * self.quota.period, self.limit)

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        if cost < 1 or cost > self.quota.burst:
            raise ValueError(f"no cost of {cost} with a burst of {self.quota.burst}")
        rest = (
            1,
            json.dumps([self.prefix, key], ensure_ascii=False).encode(),
            self.limit,
            *self.span(self.quota.burst),
            *self.span(cost),
            "server" if now is None else now,
        )
        try:
            return self.client.evalsha(self.sha, *rest)
        except NoScriptError:
            return self.client.eval(self.LUA, *rest)
