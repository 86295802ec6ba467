"""A timeline: a quota or several, and calls at given times. Everything that a grader asks can be written as one.

Many calls alike are written as one: `take(range(0, 5000, 8))` is a take at 0, 8, 16 and so on, below 5000, and
`take([3] * 1000)` a thousand takes at 3.
"""

import ast
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ratelimit import Quota


class Call(NamedTuple):
    """One question to a meter or a limiter: `take(now, cost)`, `level(now)`, `delay(now)`, `allow(now, key, cost)`."""

    name: str
    now: int
    cost: int = 1
    key: str = ""

    def __str__(self) -> str:
        return self.at(str(self.now))

    def at(self, times: str) -> str:
        """The call in words, at this time or at these times."""
        words = [times]
        if self.key:
            words.append(self.key)
        if self.cost != 1:
            words.append(str(self.cost))
        return f"{self.name}({', '.join(words)})"

    @property
    def spoken(self) -> str:
        """The call as in a row of a card, where its time has its own column."""
        words = [self.key] if self.key else []
        if self.cost != 1:
            words.append(f"cost={self.cost}")
        return f"{self.name}({', '.join(words)})"


class Limit(NamedTuple):
    """A quota, and the algorithm of its meter where that is not known anyhow."""

    quota: Quota
    algorithm: str = ""

    def __str__(self) -> str:
        limit, period, burst = self.quota.limit, self.quota.period, self.quota.burst
        holds = f" burst {burst}" if burst != limit else ""
        prefix = f"{self.algorithm} " if self.algorithm else ""
        return f"{prefix}{limit}/{period}{holds}"

    @classmethod
    def parse(cls, text: str) -> "Limit | None":
        """Read a limit as a timeline shows it; None if it is none."""
        found = re.fullmatch(r"\s*(?:([A-Z]\w+)\s+)?(\d+)\s*/\s*(\d+)(?:\s+burst\s+(\d+))?\s*", text)
        if found is None:
            return None
        algorithm, limit, period, burst = found.groups()
        return cls(Quota(int(limit), int(period), int(burst) if burst else None), algorithm or "")


class Timeline(NamedTuple):
    """What `--replay` reads and a card prints: `1/10 burst 2: take(0) take(10, 2) level(10)`, times in ticks.

    Where several limits decide together, all are there: `TokenBucket 2/16 + FixedWindow 3/64: take(0)`.
    """

    quota: Quota
    calls: tuple[Call, ...]
    algorithm: str = ""  # of a limiter's meters
    more: tuple[Limit, ...] = ()  # limits after the first

    def __str__(self) -> str:
        return f"{' + '.join(map(str, self.limits))}: {' '.join(_written(self.calls))}"

    @property
    def limits(self) -> tuple[Limit, ...]:
        """All limits, the first one included."""
        return (Limit(self.quota, self.algorithm), *self.more)

    def under(self, limits: Sequence[Limit]) -> "Timeline":
        """Return the same calls under other limits."""
        return self._replace(quota=limits[0].quota, algorithm=limits[0].algorithm, more=tuple(limits[1:]))

    @classmethod
    def parse(cls, text: str) -> "Timeline":
        """Read a timeline as a card prints it. Raises a `ValueError` that shows the form."""
        head, _, tail = text.partition(":")
        limits = [limit for each in head.split("+") if (limit := Limit.parse(each))]
        try:
            nodes = ast.parse(f"[{_commas(tail)}]", mode="eval").body.elts  # type: ignore[attr-defined]
            calls = tuple(call for node in nodes for call in _calls(node))
        except SyntaxError:
            calls = ()
        if len(limits) <= head.count("+") or not calls:
            raise ValueError(f"a timeline looks like '1/10 burst 2: take(0) take(10, 2) level(10)', got {text!r}")
        return cls(limits[0].quota, calls).under(limits)


_CALLS = {"take": "now[, cost]", "level": "now", "delay": "now", "allow": "now, key[, cost]", "refund": "now, key"}
_MANY = 20  # calls alike, from which on they are written as one
_TIMES = re.compile(r"(\d+)|range\((\d+), (\d+)(?:, (\d+))?\)|\[(\d+)\] \* (\d+)")
_MOST = 1_000_000  # calls that one word may stand for: no card has more


def _commas(calls: str) -> str:
    """Put a comma between calls, so that Python can read them as a list."""
    return re.sub(r"\)\s+(?=\w+\()", "), ", calls.strip())


def _calls(node: ast.expr) -> Iterator[Call]:
    name = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
    form = _CALLS.get(name)
    if form is None:
        raise ValueError(f"a timeline's calls are {', '.join(_CALLS)}; got {ast.unparse(node)}")
    words = [ast.unparse(word) for word in node.args]  # type: ignore[attr-defined]
    keys = [words.pop(1)] if name in ("allow", "refund") and len(words) > 1 else []
    while name in ("take", "allow") and len(words) > 1 and words[1].isidentifier():
        keys.append(words.pop(1))  # a client, and who else it is asked for
    key, takes_cost = ", ".join(keys), name in ("take", "allow")
    fits = not node.keywords and 1 <= len(words) <= 1 + takes_cost  # type: ignore[attr-defined]
    times = _times(words[0]) if fits else ()
    if not times or not all(re.fullmatch(r"-?\d+", word) for word in words[1:]):
        raise ValueError(f"{name} is written {name}({form}) with whole numbers, got {ast.unparse(node)}")
    for now in times:
        yield Call(name, now, int(words[1]) if len(words) > 1 else 1, key)


def _times(text: str) -> Sequence[int]:
    """Read when a call is made, or many; () if that is no time."""
    found = _TIMES.fullmatch(text)
    if found is None:
        return ()
    one, start, stop, step, at, number = (int(digits) if digits else None for digits in found.groups())
    if one is not None:
        return [one]
    if start is None or stop is None:
        return [at or 0] * min(number or 0, _MOST)
    return range(start, stop, step or 1)[:_MOST]


def _written(calls: tuple[Call, ...]) -> Iterator[str]:
    """Yield each call, and many calls alike as one."""
    place = 0
    while place < len(calls):
        first, end = calls[place], place + 1
        step = calls[end].now - first.now if end < len(calls) else -1
        while step >= 0 and end < len(calls) and calls[end] == first._replace(now=calls[end - 1].now + step):
            end += 1
        number = end - place
        if number < _MANY:
            yield str(first)
            place += 1
            continue
        stop = first.now + number * step
        times = f"[{first.now}] * {number}" if not step else f"range({first.now}, {stop - step + 1}, {step})"
        yield first.at(times.replace(", 1)", ")"))
        place = end
