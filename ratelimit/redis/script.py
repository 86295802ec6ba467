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

    The quota's period is in nanoseconds, as everywhere, and becomes microseconds, as the server's clock counts them.
    Raises `ValueError` for a period that is not whole in those, for numbers too big to be exact in Lua, and for what
    the algorithm itself refuses.
    """

    __slots__ = ("_full_head", "_head", "_tail", "_usual", "capacity", "name", "quota")

    def __init__(self, algorithm: Algorithm, quota: Quota) -> None:
        source = _beside(algorithm)
        if quota.period % 1000:
            raise ValueError(f"period must be whole microseconds on Redis, got {quota.period} ns")
        self.quota = Quota(quota.limit, quota.period // 1000, quota.burst)
        algorithm(self.quota)
        self.capacity = quota.burst
        self.name = f"{source.stem}:{quota.limit}/{quota.period // 1000}/{quota.burst}"
        numbers = _exact(algorithm, self.quota)
        text = source.read_text(encoding="utf-8")
        sha = sha1(text.encode(), usedforsecurity=False).hexdigest()
        self._head = b"*10\r\n" + packed("EVALSHA", sha, 1)
        self._full_head = b"*10\r\n" + packed("EVAL", text, 1)
        self._tail = packed(*numbers)
        self._usual = packed("", 1, 1) + self._tail

    def by_hash(self, key: bytes, now: int | str, cost: int, spend: int) -> Command:
        """Return the command that runs the script if the server knows it."""
        usual = now == "" and cost == spend == 1
        tail = self._usual if usual else packed(now, cost, spend) + self._tail
        return b"%b$%d\r\n%b\r\n%b" % (self._head, len(key), key, tail)

    def in_full(self, command: Command) -> Command:
        """Return the same command for a server that may not know the script, and will from then on."""
        return self._full_head + command.removeprefix(self._head) if command.startswith(self._head) else command


def _beside(algorithm: Algorithm) -> Path:
    """Return the path of the algorithm's script: that of its Python, but for the ending."""
    name = getattr(algorithm, "__module__", "")
    path = Path(getattr(sys.modules.get(name), "__file__", None) or "?").with_name(f"{name.rpartition('.')[2]}.lua")
    if not path.is_file():
        raise ValueError(f"algorithm must have a Lua script beside its Python, as TokenBucket has, got {algorithm!r}")
    return path


def _exact(algorithm: Algorithm, quota: Quota) -> tuple[int, int, int]:
    """Return limit, period and burst for Lua if what it computes from them is exact."""
    limit, period, burst = quota.limit, quota.period, quota.burst
    if algorithm in (FixedWindow, SlidingLog):
        what, biggest = "limit and period", max(limit, period)
    elif algorithm is SlidingWindowCounter:
        what, biggest = "limit * period, or else limit below 2**36 and period below 2**40,", limit * period
        if limit < 1 << 36 and period < 1 << 40:
            biggest = 0  # it multiplies in parts
    else:
        common = gcd(limit, period)
        limit, period = limit // common, period // common
        what, biggest = "burst * period, divided by what limit and period have in common,", burst * period
        limit = min(limit, biggest)  # a bucket that is full after one microsecond can't be full sooner
    if biggest >= EXACT:
        raise ValueError(f"{what} must be below 2**51 on Redis, in microseconds, got {biggest}")
    return limit, period, burst
