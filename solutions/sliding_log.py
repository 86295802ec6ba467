"""A sliding log, written to be read.

Write down every grant with its time, and count what was granted within the last period. Grants are written in order of
time, so the ones to remove are always the oldest: a queue. The sum of their costs is kept beside the queue, so that no
call has to add them all up: each grant is added once when it comes and subtracted once when it leaves.
"""

from collections import deque

from ratelimit import Level, Quota


class SlidingLog:
    """At most `limit` units in any window `(now - period, now]`."""

    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError(f"burst must be the limit, {quota.limit}, in a window, got {quota.burst}")
        self.quota = quota
        self.grants: deque[tuple[int, int]] = deque()  # (time, cost), the oldest first
        self.used = 0  # the sum of their costs
        self.clock = 0  # the highest time of a take so far

    def take(self, now: int, cost: int = 1) -> int:
        """Spend `cost` units: return 0 if they are granted, else the ticks to wait."""
        if not 1 <= cost <= self.quota.limit:
            raise ValueError(f"cost must be between 1 and {self.quota.limit}, got {cost}")
        now = self.clock = max(now, self.clock)  # a clock that was set back: no time has passed
        while self.grants and self.grants[0][0] + self.quota.period <= now:  # one period old: it no longer counts
            _, units = self.grants.popleft()
            self.used -= units
        if self.used + cost <= self.quota.limit:
            self.grants.append((now, cost))
            self.used += cost
            return 0
        return self._room_at(cost) - now

    def level(self, now: int) -> Level:
        """Return what is left at `now`, and the ticks until the newest grant has left."""
        now = max(now, self.clock)
        used = self.used
        for time, units in self.grants:  # nothing is dropped here: the next take may be earlier than this `now`
            if time + self.quota.period > now:
                break
            used -= units
        if not used:
            return Level(self.quota.limit, 0)
        newest, _ = self.grants[-1]
        return Level(self.quota.limit - used, newest + self.quota.period - now)

    def _room_at(self, cost: int) -> int:
        """Return the tick at which enough of the oldest have left for `cost` to fit."""
        oldest = iter(self.grants)
        used = self.used
        while used + cost > self.quota.limit:
            time, units = next(oldest)
            used -= units
        return time + self.quota.period
