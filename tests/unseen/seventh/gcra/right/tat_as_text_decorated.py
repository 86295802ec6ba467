"""Right: TAT is kept as text, a mixed number in hexadecimal, as a key in Redis would; a decorator checks costs, and a small Mixed class counts."""

from functools import wraps
from typing import NamedTuple

from ratelimit import Level, Quota


class Mixed(NamedTuple):
    """`whole + part / parts` ticks, normalized by the one who makes it."""

    whole: int
    part: int

    def dumps(self) -> str:
        return f"{self.whole:x}+{self.part:x}"

    @classmethod
    def loads(cls, text: str) -> "Mixed":
        whole, _, part = text.partition("+")
        return cls(int(whole, 16), int(part, 16))


def valid_cost(take):
    @wraps(take)
    def checked(self, now, cost=1):
        if 1 <= cost <= self.burst:
            return take(self, now, cost)
        raise ValueError(f"cost must be at least 1 and at most {self.burst}: {cost}")

    return checked


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.parts = quota.limit
        self.period = quota.period
        self.burst = quota.burst
        self.tolerance = self._times_t(quota.burst)
        self.value = Mixed(0, 0).dumps()

    def _times_t(self, units: int) -> Mixed:
        return Mixed(*divmod(units * self.period, self.parts))

    def _plus(self, a: Mixed, b: Mixed) -> Mixed:
        carry, part = divmod(a.part + b.part, self.parts)
        return Mixed(a.whole + b.whole + carry, part)

    def _minus(self, a: Mixed, b: Mixed) -> Mixed:
        return self._plus(a, Mixed(-b.whole, -b.part))

    def _ceil(self, a: Mixed) -> int:
        return a.whole + (a.part > 0)

    def _ahead(self, now: int) -> Mixed:
        return self._minus(max(Mixed.loads(self.value), Mixed(now, 0)), Mixed(now, 0))

    @valid_cost
    def take(self, now: int, cost: int) -> int:
        lead = self._plus(self._ahead(now), self._times_t(cost))
        if lead > self.tolerance:
            return self._ceil(self._minus(lead, self.tolerance))
        self.value = self._plus(Mixed(now, 0), lead).dumps()
        return 0

    def level(self, now: int) -> Level:
        ahead = self._ahead(now)
        room = self._minus(self.tolerance, ahead)
        if room < (0, 0):
            return Level(0, self._ceil(ahead))
        return Level((room.whole * self.parts + room.part) // self.period, self._ceil(ahead))
