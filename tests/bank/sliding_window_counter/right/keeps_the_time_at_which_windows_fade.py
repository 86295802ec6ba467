"""Keeps two records of count and fade-out tick, newest first, and knows a window's weight from that tick alone."""

from dataclasses import dataclass

from ratelimit import Level, Quota


@dataclass(frozen=True)
class Record:
    units: int
    gone: int  # when none of it is in view any more

    def mass(self, now: int, period: int) -> int:
        """Units in view, times the period."""
        return self.units * min(period, max(0, self.gone - now))


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError(f"a burst of {quota.burst} for a limit of {quota.limit}")
        self.limit, self.period = quota.limit, quota.period
        self.new = Record(0, 2 * quota.period)
        self.old = Record(0, quota.period)

    def _over(self, now: int, cost: int) -> int:
        return self.old.mass(now, self.period) + self.new.mass(now, self.period) + (cost - self.limit) * self.period

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError(f"cost {cost} is never granted")
        gone = (now // self.period + 2) * self.period
        if gone > self.new.gone:
            self.old, self.new = self.new, Record(0, gone)
        now = max(now, self.new.gone - 2 * self.period)
        if self._over(now, cost) <= 0:
            self.new = Record(self.new.units + cost, self.new.gone)
            return 0
        room = self.limit - cost
        if room >= self.new.units:
            return self.old.gone - (room - self.new.units) * self.period // self.old.units - now
        return self.new.gone - room * self.period // self.new.units - now

    def level(self, now: int) -> Level:
        gone = max((r.gone for r in (self.old, self.new) if r.units), default=0)
        return Level(max(0, -self._over(now, 0) // self.period), max(0, gone - now))
