"""A timeline: one quota, and calls at given times. Everything that a grader asks can be written as one."""

import ast
import re
from typing import NamedTuple

from ratelimit import Quota


class Call(NamedTuple):
    """One question to a meter or a limiter: `take(now, cost)`, `level(now)`, `delay(now)`, `allow(now, key, cost)`."""

    name: str
    now: int
    cost: int = 1
    key: str = ""

    def __str__(self) -> str:
        words = [str(self.now)]
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


class Timeline(NamedTuple):
    """What `--replay` reads and a card prints: `1/10 burst 2: take(0) take(10, 2) level(10)`, times in ticks."""

    quota: Quota
    calls: tuple[Call, ...]
    algorithm: str = ""  # of a limiter's meters

    def __str__(self) -> str:
        limit, period, burst = self.quota.limit, self.quota.period, self.quota.burst
        holds = f" burst {burst}" if burst != limit else ""
        prefix = f"{self.algorithm} " if self.algorithm else ""
        return f"{prefix}{limit}/{period}{holds}: {' '.join(map(str, self.calls))}"

    @classmethod
    def parse(cls, text: str) -> "Timeline":
        """Read a timeline as a card prints it. Raises a `ValueError` that shows the form."""
        head, _, tail = text.partition(":")
        quota = re.fullmatch(r"\s*(?:([A-Z]\w+)\s+)?(\d+)\s*/\s*(\d+)(?:\s+burst\s+(\d+))?\s*", head)
        try:
            calls = tuple(_call(node) for node in ast.parse(f"[{_commas(tail)}]", mode="eval").body.elts)  # type: ignore[attr-defined]
        except SyntaxError:
            calls = ()
        if quota is None or not calls:
            raise ValueError(f"a timeline looks like '1/10 burst 2: take(0) take(10, 2) level(10)', got {text!r}")
        algorithm, limit, period, burst = quota.groups()
        return cls(Quota(int(limit), int(period), int(burst) if burst else None), calls, algorithm or "")


_CALLS = {"take": "now[, cost]", "level": "now", "delay": "now", "allow": "now, key[, cost]"}


def _commas(calls: str) -> str:
    """Put a comma between calls, so that Python can read them as a list."""
    return re.sub(r"\)\s+(?=\w+\()", "), ", calls.strip())


def _call(node: ast.expr) -> Call:
    name = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
    form = _CALLS.get(name)
    if form is None:
        raise ValueError(f"a timeline's calls are {', '.join(_CALLS)}; got {ast.unparse(node)}")
    words = [ast.unparse(word) for word in node.args]  # type: ignore[attr-defined]
    key = words.pop(1) if name == "allow" and len(words) > 1 else ""
    takes_cost = name in ("take", "allow")
    fits = not node.keywords and 1 <= len(words) <= 1 + takes_cost  # type: ignore[attr-defined]
    if not fits or not re.fullmatch(r"\d+", words[0]) or not all(re.fullmatch(r"-?\d+", word) for word in words):
        raise ValueError(f"{name} is written {name}({form}) with whole numbers, got {ast.unparse(node)}")
    return Call(name, int(words[0]), int(words[1]) if len(words) > 1 else 1, key)
