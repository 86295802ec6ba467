"""It moves on to the windows of `now` before it checks the cost, so that a call that raises forgets older counts."""

from dataclasses import dataclass

from ratelimit import Level, Quota


@dataclass(slots=True)
class Counts:
    tick: int = 0
    before: int = 0
    current: int = 0


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst differs from limit")
        self.quota = quota
        self.counts = Counts()

    def at(self, tick):
        c = self.counts
        tick = max(tick, c.tick)
        edges = tick // self.quota.period - c.tick // self.quota.period
        if edges == 0:
            return Counts(tick, c.before, c.current)
        return Counts(tick, c.current if edges == 1 else 0, 0)

    def take(self, now: int, cost: int = 1) -> int:
        self.counts = c = self.at(now)
        limit, period = self.quota.limit, self.quota.period
        e = c.tick % period
        for offset, falling, still in ((0, c.before, c.current), (period, c.current, 0)):
            if not 1 <= cost <= limit - still:
                continue
            spare = (limit - still - cost) * period
            wait = max(0, offset + (period - spare // falling if falling else 0) - e)
            if wait == 0:
                c.current += cost
            return wait
        raise ValueError(f"cost {cost} fits in no window")

    def level(self, now: int) -> Level:
        c = self.at(now)
        period = self.quota.period
        rest = period - c.tick % period
        counted = -(-c.before * rest // period) + c.current
        return Level(
            max(0, self.quota.limit - counted), rest + period * (c.current > 0) if c.before or c.current else 0
        )
