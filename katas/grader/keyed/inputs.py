"""What timelines on several keys are drawn from."""

import ast
from collections.abc import Hashable
from contextlib import suppress
from dataclasses import dataclass

from katas.grader.meter.inputs import DAY, YEAR
from katas.grader.timeline import Call, Timeline
from ratelimit import Quota


@dataclass(frozen=True)
class KeyedInputs:
    """One kind of timelines for limiters. With `lasting` meters no key ever becomes fresh again."""

    moves: tuple[str, ...]
    keys: tuple[str, ...] = ("ann", "bob", "cid")
    lasting: bool = False
    periods: tuple[int, ...] = (16, 10, 40, 7)
    errors: bool = False
    length: int = 14

    def timeline(self, head: bytes, events: list[bytes]) -> Timeline:
        """Make drawn bytes, three for the head and three an event, into a timeline on a few keys."""
        quota = Quota((2, 1, 3, 5)[head[0] % 4], self.periods[head[1] % len(self.periods)])
        algorithm = ("TokenBucket", "FixedWindow", "SlidingLog")[head[2] % 3]
        now, calls = head[2] // 3 % 8, []
        for move, which, cost in events:
            now = self._moved(move, now, quota)
            calls.append(Call("allow", now, self._cost(cost, quota), self.keys[which % len(self.keys)]))
        return Timeline(quota, tuple(calls), f"Lasting{algorithm}" if self.lasting else algorithm)

    def _moved(self, byte: int, now: int, quota: Quota) -> int:
        size = byte // len(self.moves)
        return {
            "none": now,
            "tick": now + 1 + size % 4,
            "inside": now + quota.period * (size % 16) // 10,
            "idle": now + (2 + size % 3) * quota.period,
            "back": max(0, now - 1 - size % (2 * quota.period)),
        }[self.moves[byte % len(self.moves)]]

    def _cost(self, byte: int, quota: Quota) -> int:
        if self.errors and byte % 4 == 3:
            return (0, quota.limit + 1, -1)[byte // 4 % 3]
        return (1, 1, 1, min(2, quota.limit), quota.limit)[byte // 4 % 5]


NAN = float("nan")


def key_of(text: str) -> Hashable:
    """Return the key that a timeline names: a Python literal, else a string; a new object each time where it can be.

    One NaN is always the same object. It doesn't equal itself, and yet a dict finds it.
    """
    if text == "nan":
        return NAN
    value: Hashable = text
    if not text.isalpha() or text in ("None", "True", "False"):  # most are names, and reading takes its time
        with suppress(ValueError, SyntaxError):
            value = ast.literal_eval(text)
    return "".join(list(value)) if isinstance(value, str) else value


_KEYS = ("ann", "bob", "1", "1.0", "True", "'1'", "''", "None", "0", "'0'", "'None'", "('a', 'b')", "()", "'a,b'")
_MANY = ("ann", "bob", "cid", "dee", "eve", "()")
ONE_KEY = KeyedInputs(("none", "none", "tick", "inside"), keys=("ann",), lasting=True)
AT_ONE_INSTANT = KeyedInputs(("none",), keys=_KEYS, lasting=True, length=20)
STEPS_BACK = KeyedInputs(("none", "tick", "inside", "idle", "back", "back"), lasting=True)
ERRORS = KeyedInputs(("none", "tick", "inside", "idle"), lasting=True, errors=True)
SPENDING = KeyedInputs(
    ("none", "tick", "inside", "inside", "idle"), keys=_MANY, periods=(16, 10, 40, 7, DAY, 30 * DAY, YEAR), length=20
)
SPENDING_ALL = KeyedInputs(("none", "none", "inside", "tick"), keys=("ann", "ann", "bob"), length=12)
ODD_KEYS = tuple(  # when it comes back fresh and has spent, and when others come and it is fresh
    f"1/8: allow(0, {key}) allow(8, {key}) allow(8, {key}) allow(16, bob) allow(16, bob)" for key in (*_KEYS, "nan")
)
WIDE_TIMES = tuple(  # a tick before a key is fresh, and then, where floats and integers of a fixed size fail
    f"1/{period}: allow({start}, ann) allow({start + period - 1}, bob) allow({start + period - 1}, ann) "
    f"allow({start + period}, cid) allow({start + period}, cid) allow({start + period}, cid)"
    for start in (2**31 - 500, 2**32 - 500, 2**53 - 500, 10**18 + 32, 2**63 - 500, 2**64 - 500)
    for period in (1000, 10**9 + 7, 10**16 + 1)
)
FORGETTING = KeyedInputs(("none", "none", "none", "inside", "idle", "tick"), keys=_MANY, errors=True, length=30)
FORGETTING_BACK = KeyedInputs(("none", "none", "inside", "idle", "back"), keys=_MANY, length=20)
