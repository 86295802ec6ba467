"""When keys will be gone, also on servers that do not know PEXPIRETIME: those before Redis 7."""

from typing import Any, NamedTuple

from redis import Redis

_ALL = """
local names, now, expiries = KEYS, nil, nil
if ARGV[1] == 'all' then
  names = redis.call('KEYS', '*')
end
table.sort(names)
repeat -- until the clock stands still meanwhile
  now, expiries = redis.call('TIME'), {}
  for number, name in ipairs(names) do
    expiries[number] = redis.call('PTTL', name)
  end
  local later = redis.call('TIME')
until now[1] == later[1] and math.floor(now[2] / 1000) == math.floor(later[2] / 1000)
for number, left in ipairs(expiries) do
  if left >= 0 then
    expiries[number] = now[1] * 1000 + math.floor(now[2] / 1000) + left
  end
end
return {now[1], now[2], names, expiries}
"""


class Expiries(NamedTuple):
    """When each key will be gone, in ms of the server's time; -1: never. And that time, in microseconds."""

    of: dict[bytes, int]
    now: int


def expiries(client: Redis, keys: list[bytes] | None = None) -> Expiries:
    """Look at these keys, or at all that there are; those that are gone are left out."""
    found: Any = client.eval(_ALL, len(keys or ()), *(keys or ()), "all" if keys is None else "")
    seconds, rest, names, times = found
    of = {name: at for name, at in zip(names, times, strict=True) if at != -2}
    return Expiries(of, int(seconds) * 1_000_000 + int(rest))


def expires(client: Redis, key: bytes | str) -> int:
    """Look at one key; -2: it is gone."""
    name = key.encode() if isinstance(key, str) else key
    return next(iter(expiries(client, [name]).of.values()), -2)
