"""Variant of wrong/wait_ignores_tolerance: a dataclass with the TAT in slices, and a property for the tolerance."""

from dataclasses import dataclass

from ratelimit import Level, Quota


@dataclass(eq=False)
class GCRA:
    quota: Quota
    tat: int = 0

    @property
    def tolerance(self) -> int:
        return self.quota.burst * self.quota.period

    def in_ticks(self, slices: int) -> int:
        whole, part = divmod(slices, self.quota.limit)
        return whole + bool(part)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.burst:
            raise ValueError("cost")
        today = now * self.quota.limit
        tat = max(self.tat, today) + cost * self.quota.period
        if tat - today > self.tolerance:
            return self.in_ticks(self.tat - today)
        self.tat = tat
        return 0

    def level(self, now: int) -> Level:
        ahead = max(0, self.tat - now * self.quota.limit)
        return Level(max(0, self.tolerance - ahead) // self.quota.period, self.in_ticks(ahead))
