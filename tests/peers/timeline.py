"""A timeline for a peer: a quota, and calls at times counted from the first."""

from decimal import Decimal
from typing import NamedTuple

SECOND = 1_000_000_000  # ns


class Quota(NamedTuple):
    """So many units in so many seconds, and a burst for those that have one."""

    limit: int
    seconds: int
    burst: int

    def __str__(self):
        burst = f", burst {self.burst}" if self.burst != self.limit else ""
        return f"{self.limit} per {self.seconds} s{burst}"


class Call(NamedTuple):
    """One call, at a time in ns: `take`, or `peek`, or `block`."""

    at: int
    cost: int = 1
    name: str = "take"
    key: str = "a"

    def __str__(self):
        words = (
            [seconds(self.at)] + ([self.key] if self.key != "a" else []) + ([f"{self.cost}"] if self.cost != 1 else [])
        )
        return f"{self.name}({', '.join(words)})"


class Timeline(NamedTuple):
    """`start` is the clock's time at 0."""

    quota: Quota
    calls: tuple[Call, ...]
    start: int

    def __str__(self):
        return f"{self.quota}: {' '.join(map(str, self.calls))}"

    def then(self, *calls):
        """Return a timeline that continues with these calls."""
        return self._replace(calls=self.calls + calls)

    @property
    def last(self):
        return self.calls[-1]


def seconds(ns):
    """Write a time as a number of seconds, without trailing zeros."""
    text = f"{Decimal(ns) / SECOND:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
