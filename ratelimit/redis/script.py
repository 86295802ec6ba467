"""The Lua script of a limiter's algorithms, with the numbers of its quotas."""

import sys
from collections.abc import Sequence
from hashlib import sha1
from math import gcd
from pathlib import Path

from ratelimit import composite
from ratelimit.algorithms import FixedWindow, SlidingLog, SlidingWindowCounter
from ratelimit.keys import Keys
from ratelimit.limit import Limits
from ratelimit.other_quota import carried
from ratelimit.protocols import Algorithm
from ratelimit.quota import Quota
from ratelimit.redis.asked import Asked, ScriptQuota
from ratelimit.redis.command import Command, packed

EXACT = 1 << 51  # Lua's numbers are doubles: whole up to 2**53, and the scripts add two of these


class Script:
    """What is sent to Redis for one decision, of all limits at once.

    The quota's period is in nanoseconds, as everywhere, and becomes microseconds, the unit of the server's clock.
    Raises `ValueError` for a period that is not a whole number of those, for numbers too large to be exact in Lua, and
    for what the algorithm itself refuses.
    """

    __slots__ = ("_algorithm", "_are_alike", "_eval", "_evalsha", "_numbers", "_starts", "own")

    def __init__(self, limits: Limits, prefix: str = "ratelimit") -> None:
        sources = [_lua_path(limit.algorithm) for limit in limits]
        distinct = list(dict.fromkeys(sources))
        numbers = [_numbers(*limit) for limit in limits]
        self._algorithm, self._numbers = limits[0].algorithm, numbers[0]
        self._starts = [
            f"{prefix}:{source.stem}:{quota.limit}/{quota.period // 1000}/{quota.burst}".encode(
                "utf-8", "surrogatepass"
            )
            for source, quota in zip(sources, limits.quotas, strict=True)
        ]
        self._are_alike = len(set(self._starts)) < len(limits)
        if len(limits) == 1:
            text, arguments = _text(sources[0]), list(numbers[0])
        else:
            text = _joint_text(distinct)
            arguments = [
                number
                for source, three in zip(sources, numbers, strict=True)
                for number in (distinct.index(source) + 1, *three)
            ]
        strictest = min(limits.quotas, key=lambda quota: quota.burst)
        self.own = ScriptQuota(strictest, arguments, keys=len(limits))
        sha = sha1(text.encode(), usedforsecurity=False).hexdigest()
        self._evalsha = packed("EVALSHA", sha, len(limits))
        self._eval = packed("EVAL", text, len(limits))

    def in_quota(self, quota: Quota) -> ScriptQuota:
        """Return a quota of a call, which may differ from the limiter's. Raises what making a limiter with it would."""
        numbers = _numbers(self._algorithm, quota)
        carried(self._algorithm(self.own.quota), quota, 0)
        return ScriptQuota(quota, (*numbers, *self._numbers), is_own=False)

    def names(self, key: str | Keys) -> list[bytes]:
        """Return the Redis key of each limit for a user's key, or for one key each.

        What is in braces decides on the slot, so those of one key share it. The prefix has no brace, so no two keys
        share a name. Raises `ValueError` if limits that are alike would share one.
        """
        if isinstance(key, Keys):
            each = key.one_for_each(len(self._starts))
            names = [start + self._tag(key) for start, key in zip(self._starts, each, strict=True)]
        else:
            tag = self._tag(key)
            names = [start + tag for start in self._starts]
        if self._are_alike and len(set(names)) < len(names):
            raise ValueError(f"limits that are alike need keys that differ, as in Keys('ann', 'all'), got {key!r}")
        return names

    @staticmethod
    def _tag(key: object) -> bytes:
        if not isinstance(key, str):
            raise TypeError(f"key must be a str, got {key!r}")
        tag = b"{%b}" % str.encode(key, "utf-8", "surrogatepass")  # a subclass may print as another text than it has
        return b":{0}" + tag if tag[1] == 0x7D else tag  # "{}" doesn't count: Redis would take the whole name

    def by_hash(self, names: Sequence[bytes], now: int | str, asked: Asked) -> Command:
        """Return the command that runs the script if the server knows it."""
        cost, spend, quota = asked
        is_default = now == "" and cost == spend == 1
        tail = quota.default_tail if is_default else packed(now, cost, spend) + quota.tail
        keys = b"".join([b"$%d\r\n%b\r\n" % (len(name), name) for name in names])
        return b"%b%b%b%b" % (quota.size, self._evalsha, keys, tail)

    def in_full(self, command: Command) -> Command:
        """Return the same command for a server that may not know the script, and will from then on."""
        size, _, rest = command.partition(b"\r\n")
        if not rest.startswith(self._evalsha):
            return command
        return b"%b\r\n%b%b" % (size, self._eval, rest.removeprefix(self._evalsha))


def _lua_path(algorithm: Algorithm) -> Path:
    """Return the path of the algorithm's script: that of its Python, but ending in `.lua`."""
    name = getattr(algorithm, "__module__", "")
    path = Path(getattr(sys.modules.get(name), "__file__", None) or "?").with_name(f"{name.rpartition('.')[2]}.lua")
    if not path.is_file():
        raise ValueError(f"algorithm must have a Lua script beside its Python, as TokenBucket has, got {algorithm!r}")
    return path


def _text(source: Path) -> str:
    """Return the text of a script, with what it shares with others."""
    text = source.read_text(encoding="utf-8")
    shared = source.with_name("carried.lua")
    return shared.read_text(encoding="utf-8") + text if "carried(" in text and shared.is_file() else text


def _joint_text(sources: Sequence[Path]) -> str:
    """Return the text of a script that asks several, each of them once: as functions of their keys and arguments."""
    shared = {source.with_name("carried.lua") for source in sources}
    texts = [path.read_text(encoding="utf-8") for path in sorted(shared) if path.is_file()]
    texts.append("local scripts = {}")
    for number, source in enumerate(sources, 1):
        body = source.read_text(encoding="utf-8")
        texts.append(f"scripts[{number}] = function(KEYS, ARGV, redis)\n{body}\nend")
    texts.append(Path(composite.__file__).with_suffix(".lua").read_text(encoding="utf-8"))
    return "\n".join(texts)


def _numbers(algorithm: Algorithm, quota: Quota) -> tuple[int, int, int]:
    """Return limit, period and burst for Lua. Raises for a quota that the algorithm, or the script, can't have."""
    if quota.period % 1000:
        raise ValueError(f"period must be whole microseconds on Redis, got {quota.period} ns")
    quota = Quota(quota.limit, quota.period // 1000, quota.burst)
    algorithm(quota)
    return _exact_numbers(algorithm, quota)


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
        limit = min(limit, EXACT)  # Lua's bound; all that a key may owe is back within microseconds
    if largest >= EXACT:
        raise ValueError(f"{what} must be below 2**51 on Redis, in microseconds, got {largest}")
    return limit, period, burst
