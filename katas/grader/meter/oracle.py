"""The executable specification: what each algorithm grants, exactly, written as plainly as possible.

An oracle says only how much room there is at a time, and what a grant changes. The wait, `level` and `delay` follow
from that for every algorithm alike, by their definitions; times never go back here: see `Spec`.
Room is counted in P-ths of a unit, P being the period: so every number here is whole, and nothing is ever divided.
"""

from bisect import bisect_right
from itertools import pairwise
from typing import Protocol

from ratelimit import Level, Quota


class Oracle(Protocol):
    """How much one algorithm would grant, and what a grant changes."""

    capacity: int  # in units
    aligned: bool  # do its windows start at multiples of the period?
    has_burst: bool  # else it is a window, whose burst is its limit
    per_unit: bool  # may it keep an entry for each unit?

    def __init__(self, quota: Quota) -> None: ...

    def room(self, now: int) -> int:
        """Return how much could be granted at `now`, in P-ths of a unit."""

    def grant(self, now: int, cost: int) -> None:
        """Spend `cost` units at `now`, which is at or after every grant before."""


class FixedWindow:
    """Windows are [kP, (k+1)P); each grants L."""

    aligned = True
    has_burst = False
    per_unit = False

    def __init__(self, quota: Quota) -> None:
        self.capacity, self.period = quota.limit, quota.period
        self.window, self.spent = 0, 0

    def room(self, now: int) -> int:
        """L less what was granted in the window of `now`."""
        return (self.capacity - (self.spent if now // self.period == self.window else 0)) * self.period

    def grant(self, now: int, cost: int) -> None:
        """Count the grant; older windows matter no more."""
        before = self.spent if now // self.period == self.window else 0
        self.window, self.spent = now // self.period, before + cost


class SlidingLog:
    """No window (t - P, t] holds more than L."""

    aligned = False
    has_burst = False
    per_unit = True

    def __init__(self, quota: Quota) -> None:
        self.capacity, self.period = quota.limit, quota.period
        self.times: list[int] = []  # of the grants
        self.sums = [0]  # of their costs: before the first, before the second, and so on

    def room(self, now: int) -> int:
        """L less what was granted later than `now` - P."""
        older = self.sums[bisect_right(self.times, now - self.period)]
        return (self.capacity - (self.sums[-1] - older)) * self.period

    def grant(self, now: int, cost: int) -> None:
        """Remember the grant."""
        self.times.append(now)
        self.sums.append(self.sums[-1] + cost)

    @property
    def grants(self) -> list[tuple[int, int]]:
        """All of them, with their costs."""
        return [(at, after - before) for at, (before, after) in zip(self.times, pairwise(self.sums), strict=True)]


class SlidingWindowCounter:
    """The window before counts by the part of it that a window of length P, ending now, still covers."""

    aligned = True
    has_burst = False
    per_unit = False

    def __init__(self, quota: Quota) -> None:
        self.capacity, self.period = quota.limit, quota.period
        self.counts: dict[int, int] = {}

    def room(self, now: int) -> int:
        """L·P less the estimate p·(P - e) + q·P."""
        window, elapsed = divmod(now, self.period)
        before, current = self.counts.get(window - 1, 0), self.counts.get(window, 0)
        return self.capacity * self.period - before * (self.period - elapsed) - current * self.period

    def grant(self, now: int, cost: int) -> None:
        """Count the grant in its window; only that window and the one before matter."""
        window = now // self.period
        self.counts = {w: count for w, count in self.counts.items() if w >= window - 1}
        self.counts[window] = self.counts.get(window, 0) + cost


class TokenBucket:
    """At most B tokens, full when new, refilled with L per P: L P-ths of a token each tick."""

    aligned = False
    has_burst = True
    per_unit = False

    def __init__(self, quota: Quota) -> None:
        self.capacity, self.limit, self.period = quota.burst, quota.limit, quota.period
        self.tokens, self.at = self.capacity * self.period, 0

    def room(self, now: int) -> int:
        """Return the tokens at `now`."""
        return min(self.capacity * self.period, self.tokens + (now - self.at) * self.limit)

    def grant(self, now: int, cost: int) -> None:
        """Take the tokens."""
        self.tokens, self.at = self.room(now) - cost * self.period, now


class LeakyBucket:
    """At most B units of water, empty when new, leaking L per P: L P-ths of a unit each tick."""

    aligned = False
    has_burst = True
    per_unit = False

    def __init__(self, quota: Quota) -> None:
        self.capacity, self.limit, self.period = quota.burst, quota.limit, quota.period
        self.water, self.at = 0, 0

    def room(self, now: int) -> int:
        """B less the water at `now`."""
        return self.capacity * self.period - max(0, self.water - (now - self.at) * self.limit)

    def grant(self, now: int, cost: int) -> None:
        """Pour."""
        self.water, self.at = self.capacity * self.period - self.room(now) + cost * self.period, now


class GCRA:
    """One number, the theoretical arrival time: grant iff max(TAT, t) + c·P/L - t <= B·P/L. Times L, all is whole."""

    aligned = False
    has_burst = True
    per_unit = False

    def __init__(self, quota: Quota) -> None:
        self.capacity, self.limit, self.period = quota.burst, quota.limit, quota.period
        self.tat = 0  # in L-ths of a tick

    def room(self, now: int) -> int:
        """Return the largest c·P that may be added."""
        return self.capacity * self.period - (max(self.tat, now * self.limit) - now * self.limit)

    def grant(self, now: int, cost: int) -> None:
        """Move the theoretical arrival time."""
        self.tat = max(self.tat, now * self.limit) + cost * self.period


ALGORITHMS: dict[str, type[Oracle]] = {
    oracle.__name__: oracle
    for oracle in (FixedWindow, SlidingLog, SlidingWindowCounter, TokenBucket, LeakyBucket, GCRA)
}


class Decider(Protocol):
    """What timelines are made for: one limit, or several that decide together."""

    quota: Quota  # whose periods the times follow
    capacity: int

    def wait(self, now: int, cost: int) -> int:
        """0 if `cost` fits at `now`, else the smallest wait after which it does."""

    def has_room(self, now: int, cost: int) -> bool:
        """Whether `cost` fits at `now`."""

    def fits(self, now: int) -> int:
        """Return the largest cost that fits at `now`."""

    def grant(self, now: int, cost: int) -> None:
        """Spend."""

    def refuse(self, now: int) -> None:
        """Spend nothing."""

    def near_edge(self, now: int) -> bool:
        """Whether what fits changes at this very tick or the next."""


class Spec:
    """An oracle with everything that holds for all of them: waits, levels, delays, and a clock that never goes back."""

    def __init__(self, oracle: type[Oracle], quota: Quota) -> None:
        self.oracle, self.quota = oracle(quota), quota
        self.capacity, self.period = self.oracle.capacity, quota.period
        self.clock = 0
        self._horizon = 2 * quota.period + -(-self.capacity * quota.period // quota.limit)  # fresh by then

    def wait(self, now: int, cost: int) -> int:
        """0 if `cost` fits at `now`, else the smallest wait after which it does. Below the clock: at the clock."""
        now = max(now, self.clock)
        room, need = self.oracle.room, cost * self.period
        low, high = 0, 0 if room(now) >= need else self._horizon
        while low < high:  # while nothing arrives, what fits never gets less
            wait = (low + high) // 2
            if room(now + wait) >= need:
                high = wait
            else:
                low = wait + 1
        return low

    def has_room(self, now: int, cost: int) -> bool:
        """Whether `cost` fits at `now`. Below the clock: at the clock."""
        return self.oracle.room(max(self.clock, now)) >= cost * self.period  # faster than max()

    def is_wait(self, now: int, cost: int, wait: int) -> bool:
        """Whether `wait` is what `wait()` returns, for a time that is not below the clock."""
        return self.has_room(now + wait, cost) and (wait == 0 or not self.has_room(now + wait - 1, cost))

    def fits(self, now: int) -> int:
        """Return the largest cost that fits at `now`, 0 if none."""
        return self.oracle.room(max(now, self.clock)) // self.period

    def level(self, now: int) -> Level:
        """Return what fits at `now`, and the wait for the whole capacity."""
        return Level(self.fits(now), self.wait(now, self.capacity))

    def grant(self, now: int, cost: int) -> None:
        """Spend. A grant below the clock counts as made at the clock."""
        self.clock = max(self.clock, now)
        self.oracle.grant(self.clock, cost)

    def refuse(self, now: int) -> None:
        """Spend nothing; but a refusal moves the clock."""
        self.clock = max(self.clock, now)

    def near_edge(self, now: int) -> bool:
        """Whether what fits changes at this very tick or the next: where off-by-one mistakes show, and only there."""
        before, at, after = self.fits(now - 1), self.fits(now), self.fits(now + 1)
        at_window = self.oracle.aligned and (now % self.quota.period == 0 or (now + 1) % self.quota.period == 0)
        return before != at or at != after or at_window
