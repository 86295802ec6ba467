"""Counts time in parts of 1/limit of a microsecond from 1970 on, which for today's date is more than a double holds."""

from dataclasses import dataclass, field

from redis import Redis

from ratelimit import Quota

LUA = """
local flow, unit, room = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local cost = tonumber(ARGV[4])
local now
if ARGV[5] == 'server' then
  local s = redis.call('TIME')
  now = s[1] * 1000000 + s[2]
else
  now = tonumber(ARGV[5])
end

-- The bucket is full `rest / flow` microseconds after `whole`; the last grant was at `clock`.
local packed = redis.call('GET', KEYS[1])
local whole, rest, clock = now, 0, now
if packed then
  whole, rest, clock = struct.unpack('>ddd', packed)
end
local at = math.max(now, clock)
if whole < at then
  whole, rest = at, 0
end
local spent = (whole * flow + rest) - at * flow + cost * unit
if spent > room then
  return at - now + math.ceil((spent - room) / flow)
end
local left = math.fmod(spent, flow)
local fill = (spent - left) / flow
local expiry = math.floor(fill / 1000) + 3
redis.call('SET', KEYS[1], struct.pack('>ddd', at + fill, left, at), 'PX', string.format('%.0f', expiry))
return 0
"""


@dataclass
class RedisTokenBucket:
    """Keeps one moment for each key."""

    client: Redis
    quota: Quota
    prefix: str = "token_bucket"
    _run: object = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._run = self.client.register_script(LUA)

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        quota = self.quota
        if cost not in range(1, quota.burst + 1):
            raise ValueError(f"{cost} is not between 1 and {quota.burst}")
        room = quota.burst * quota.period
        args = (min(quota.limit, room), quota.period, room, cost, "server" if now is None else now)
        return int(self._run((self.prefix + "{" + key + "}",), args))
