"""A table of what happens to the two counts when 0, 1 or more edges are crossed; dataclass state, many checks."""

from dataclasses import dataclass

from ratelimit import Level, Quota

CROSS = (
    lambda before, current: (before, current),
    lambda before, current: (current, 0),
    lambda before, current: (0, 0),
)


@dataclass(slots=True)
class Counts:
    tick: int
    before: int
    current: int


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError(f"burst {quota.burst} differs from limit {quota.limit}")
        self.quota = quota
        self.counts = Counts(0, 0, 0)

    def at(self, tick):
        c = self.counts
        tick = max(tick, c.tick)
        edges = tick // self.quota.period - c.tick // self.quota.period
        return Counts(tick, *CROSS[min(edges, 2)](c.before, c.current))

    def fits(self, c, cost):
        period = self.quota.period
        weight = period - c.tick % period
        return c.before * weight + (c.current + cost) * period <= self.quota.limit * period

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.limit:
            raise ValueError(f"cost {cost} is not in 1..{self.quota.limit}")
        self.counts = c = self.at(now)
        if self.fits(c, cost):
            c.current += cost
            assert c.current <= self.quota.limit
            return 0
        period, e = self.quota.period, c.tick % self.quota.period
        for offset, falling, still in ((0, c.before, c.current), (period, c.current, 0)):
            spare = (self.quota.limit - still - cost) * period
            if spare < 0:
                continue
            needed = period - spare // falling if falling else 0
            return offset + needed - e
        raise AssertionError("a whole window always fits in the end")

    def level(self, now: int) -> Level:
        c = self.at(now)
        period = self.quota.period
        rest = period - c.tick % period
        counted = -(-c.before * rest // period) + c.current
        return Level(
            max(0, self.quota.limit - counted), rest + period * (c.current > 0) if c.before or c.current else 0
        )
