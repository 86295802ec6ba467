"""An algorithm's Lua script, with the numbers of one quota."""

import sys
from hashlib import sha1
from math import gcd
from pathlib import Path

from ratelimit.algorithms import FixedWindow, SlidingLog, SlidingWindowCounter
from ratelimit.protocols import Algorithm
from ratelimit.quota import Quota
from ratelimit.redis.command import Command, packed

EXACT = 1 << 51  # Lua's numbers are doubles: whole up to 2**53, and the scripts add two of these


class Script:
    """What is sent to Redis for one decision.

    The quota's period is in nanoseconds, as everywhere, and becomes microseconds, the unit of the server's clock.
    Raises `ValueError` for a period that is not a whole number of those, for numbers too large to be exact in Lua, and
    for what the algorithm itself refuses.
    """

    __slots__ = ("_default_tail", "_eval", "_evalsha", "_tail", "capacity", "name", "quota")

    def __init__(self, algorithm: Algorithm, quota: Quota) -> None:
        source = _lua_path(algorithm)
        if quota.period % 1000:
            raise ValueError(f"period must be whole microseconds on Redis, got {quota.period} ns")
        self.quota = Quota(quota.limit, quota.period // 1000, quota.burst)
        algorithm(self.quota)
        self.capacity = quota.burst
        self.name = f"{source.stem}:{quota.limit}/{quota.period // 1000}/{quota.burst}"
        numbers = _exact_numbers(algorithm, self.quota)
        text = source.read_text(encoding="utf-8")
        sha = sha1(text.encode(), usedforsecurity=False).hexdigest()
        self._evalsha = b"*10\r\n" + packed("EVALSHA", sha, 1)
        self._eval = b"*10\r\n" + packed("EVAL", text, 1)
        self._tail = packed(*numbers)
        self._default_tail = packed("", 1, 1) + self._tail

    def by_hash(self, key: bytes, now: int | str, cost: int, spend: int) -> Command:
        """Return the command that runs the script if the server knows it."""
        is_default = now == "" and cost == spend == 1
        tail = self._default_tail if is_default else packed(now, cost, spend) + self._tail
        return b"%b$%d\r\n%b\r\n%b" % (self._evalsha, len(key), key, tail)

    def in_full(self, command: Command) -> Command:
        """Return the same command for a server that may not know the script, and will from then on."""
        return self._eval + command.removeprefix(self._evalsha) if command.startswith(self._evalsha) else command


def _lua_path(algorithm: Algorithm) -> Path:
    """Return the path of the algorithm's script: that of its Python, but ending in `.lua`."""
    name = getattr(algorithm, "__module__", "")
    path = Path(getattr(sys.modules.get(name), "__file__", None) or "?").with_name(f"{name.rpartition('.')[2]}.lua")
    if not path.is_file():
        raise ValueError(f"algorithm must have a Lua script beside its Python, as TokenBucket has, got {algorithm!r}")
    return path


def _exact_numbers(algorithm: Algorithm, quota: Quota) -> tuple[int, int, int]:
    """Return limit, period and burst for Lua if what it computes from them is exact."""
    limit, period, burst = quota.limit, quota.period, quota.burst
    if algorithm in (FixedWindow, SlidingLog):
        what, largest = "limit and period", max(limit, period)
    elif algorithm is SlidingWindowCounter:
        what, largest = "limit * period, or else limit below 2**36 and period below 2**40,", limit * period
        if limit < 1 << 36 and period < 1 << 40:
            largest = 0  # it multiplies in parts
    else:
        common = gcd(limit, period)
        limit, period = limit // common, period // common
        what, largest = "burst * period, divided by what limit and period have in common,", burst * period
        limit = min(limit, largest)  # a bucket that is full after one microsecond can't be full sooner
    if largest >= EXACT:
        raise ValueError(f"{what} must be below 2**51 on Redis, in microseconds, got {largest}")
    return limit, period, burst
