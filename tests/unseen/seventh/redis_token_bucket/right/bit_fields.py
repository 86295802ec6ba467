"""Right: two 64-bit fields in one string by BITFIELD, read and written as integers, so no number becomes a text of the script's making; a template method class."""

from abc import ABC, abstractmethod

from redis import Redis

from ratelimit import Quota

LUA = """
local key = KEYS[1]
local limit, full, units, given = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), ARGV[4]
local now = tonumber(given)
if given == 'now' then
  local t = redis.call('TIME')
  now = t[1] * 1000000 + t[2]
end
-- the first field is one more than the level, as a key that is not there reads as zeros
local fields = redis.call('BITFIELD', key, 'GET', 'i64', '#0', 'GET', 'i64', '#1')
local level, clock = fields[1] - 1, fields[2]
if level < 0 then
  level, clock = full, now
elseif now > clock then
  local passed = now - clock
  if passed * limit >= full - level then
    level = full
  else
    level = level + passed * limit
  end
  clock = now
end
if level < units then
  local missing = units - level
  local wait = math.floor(missing / limit)
  if wait * limit < missing then wait = wait + 1 end
  return wait
end
level = level - units
redis.call('BITFIELD', key, 'SET', 'i64', '#0', level + 1, 'SET', 'i64', '#1', clock)
redis.call('PEXPIRE', key, math.ceil((full - level) / (limit * 1000)) + 2)
return 0
"""


class _Scripted(ABC):
    """Something that one script decides for a key."""

    source: str

    def __init__(self, client: Redis, prefix: str) -> None:
        self._run = client.register_script(self.source)
        self._prefix = prefix

    def _name(self, key: str) -> str:
        # A prefix has no braces: the first one tells where it ends.
        return "{".join((self._prefix, key))

    @abstractmethod
    def _arguments(self, cost: int) -> list[int]: ...

    def _ask(self, key: str, cost: int, now: int | None) -> int:
        moment: int | str = "now" if now is None else now
        return self._run(keys=(self._name(key),), args=(*self._arguments(cost), moment))


class RedisTokenBucket(_Scripted):
    source = LUA

    def __init__(self, client: Redis, quota: Quota, prefix: str = "token_bucket") -> None:
        super().__init__(client, prefix)
        self._quota = quota

    def _arguments(self, cost: int) -> list[int]:
        full = self._quota.burst * self._quota.period
        return [min(self._quota.limit, full), full, cost * self._quota.period]

    def take(self, key: str, cost: int = 1, now: int | None = None) -> int:
        if cost not in range(1, self._quota.burst + 1):
            raise ValueError(f"cost {cost} is not within 1..{self._quota.burst}")
        return self._ask(key, cost, now)
