"""When more than eight windows have piled up, all but this one are dropped, the one before as well.

Source: (c) style: compaction at a threshold.
Witness: 2/10: take(5) take(15) take(25) take(35) take(45) take(55) take(65) take(75) take(85) take(90, 2) -> 0, right: 10
"""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.limit != quota.burst:
            raise ValueError(f"burst {quota.burst} is not the limit {quota.limit}")
        self.limit, self.period = quota.limit, quota.period
        self.units: dict[int, int] = {}
        self.clock = 0

    def _load(self, now):
        """The estimate, times the period."""
        window, elapsed = divmod(now, self.period)
        return self.units.get(window - 1, 0) * (self.period - elapsed) + self.units.get(window, 0) * self.period

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError(cost)
        self.clock = at = max(self.clock, now)
        window = at // self.period
        if len(self.units) > 8:
            self.units = {w: n for w, n in self.units.items() if w >= window}
        room = (self.limit - cost) * self.period
        if self._load(at) <= room:
            self.units[window] = self.units.get(window, 0) + cost
            return 0
        end = (window + 1) * self.period
        here = self.units.get(window, 0)
        if here <= self.limit - cost:
            spare = room - here * self.period
            ready = end - spare // self.units[window - 1]
        else:
            ready = end + self.period - room // here
        return ready - at

    def level(self, now: int) -> Level:
        window, elapsed = divmod(now, self.period)
        remaining = (self.limit * self.period - self._load(now)) // self.period
        last = max((w for w in (window, window - 1) if w in self.units), default=None)
        reset = 0 if last is None else (last + 2) * self.period - now
        return Level(max(0, remaining), reset)
