"""What a meter answers to calls in order. A tick is a millisecond."""

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

from katas.interview.numbers.amount import written
from ratelimit.protocols import Meter


class Row(NamedTuple):
    """One call: `wait` is 0 if it was granted, `left` what remains after it."""

    at: int
    cost: int
    wait: int
    left: int

    @property
    def said(self) -> str:
        """The answer in words."""
        return f"refused, wait {seconds(self.wait)}" if self.wait else "granted"


def replay(meter: Meter, asks: Iterable[tuple[int, int]]) -> list[Row]:
    """Take each cost at its time."""
    return [Row(at, cost, meter.take(at, cost), meter.level(at).remaining) for at, cost in asks]


def granted(rows: Iterable[Row]) -> int:
    """The units that were granted."""
    return sum(row.cost for row in rows if not row.wait)


def flood(meter: Meter, times: Iterable[int]) -> list[tuple[int, int]]:
    """At each time take one unit after the other until one is refused: (time, units granted)."""
    taken = []
    for at in times:
        units = 0
        while not meter.take(at):
            units += 1
        taken.append((at, units))
    return taken


def seconds(milliseconds: int | Fraction) -> str:
    """Milliseconds as seconds: 2.5 s."""
    return written(Fraction(milliseconds, 1000), "s")
