"""When a key will be gone, also on servers that do not know PEXPIRETIME: those before Redis 7."""

from typing import Any

from redis import Redis

_PEXPIRETIME = """
local left, now, later
repeat -- until the clock stands still meanwhile
  now = redis.call('TIME')
  left = redis.call('PTTL', KEYS[1])
  later = redis.call('TIME')
until now[1] == later[1] and math.floor(now[2] / 1000) == math.floor(later[2] / 1000)
if left < 0 then
  return left
end
return now[1] * 1000 + math.floor(now[2] / 1000) + left
"""


def expires(client: Redis, key: bytes | str) -> int:
    """Return the server's time at which the key will be gone, in ms; -1: never, -2: it is."""
    when: Any = client.eval(_PEXPIRETIME, 1, key)
    return int(when)
