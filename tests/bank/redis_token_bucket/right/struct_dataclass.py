"""A dataclass that loads its script when made, and keeps level and clock as two doubles of Lua's `struct`.

A lost script is loaded and called in one MULTI, so that it can't get lost between the two.
"""

from dataclasses import dataclass, field
from typing import ClassVar

from redis import Redis
from redis.exceptions import NoScriptError

from ratelimit import Quota


@dataclass
class RedisTokenBucket:
    LUA: ClassVar[str] = """
        local max, rate, price, now = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
        if ARGV[4] == 'None' then
            local t = redis.call('TIME')
            now = tonumber(t[1]) * 1000000 + tonumber(t[2])
        end

        local level, clock = max, now
        local state = redis.call('GET', KEYS[1])
        if state then
            level, clock = struct.unpack('>dd', state)
        end

        local at = math.max(now, clock)
        local filled_at = clock + math.ceil((max - level) / rate)
        level = at >= filled_at and max or level + (at - clock) * rate

        local lacking = price - level
        if lacking > 0 then
            return math.ceil(lacking / rate) + (at - now)
        end
        level = level - price
        local us = math.ceil((max - level) / rate)
        redis.call('SET', KEYS[1], struct.pack('>dd', level, at), 'PX', math.floor((us + 999) / 1000))
        return 0
    """

    client: Redis
    quota: Quota
    prefix: str = "token_bucket"
    sha: str = field(init=False, repr=False)
    max: int = field(init=False, repr=False)
    rate: int = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.sha = self.client.script_load(self.LUA)
        self.max = self.quota.burst * self.quota.period
        self.rate = min(self.quota.limit, self.max)

    def name(self, key: str) -> str:
        prefix = self.prefix.replace("\\", "\\\\").replace("/", "\\|")
        return f"{prefix}/{key}"

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        if not 1 <= cost <= self.quota.burst:
            raise ValueError(f"{cost=} with {self.quota.burst=}")
        call = (self.sha, 1, self.name(key), self.max, self.rate, cost * self.quota.period, str(now))
        try:
            return self.client.evalsha(*call)
        except NoScriptError:
            with self.client.pipeline(transaction=True) as multi:
                multi.script_load(self.LUA)
                multi.evalsha(*call)
                return multi.execute()[-1]
