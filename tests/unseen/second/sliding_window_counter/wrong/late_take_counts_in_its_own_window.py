"""A take below the clock is judged at the clock, but counted in the window of its own tick.

Source: (a) the brief, law 6: it then counts as made at the clock.
Witness: 3/5: take(5) take(3) take(3) take(7) -> 1, right: 5
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
        for old in [w for w in self.units if w < window - 1]:
            del self.units[old]
        room = (self.limit - cost) * self.period
        if self._load(at) <= room:
            own = now // self.period
            self.units[own] = self.units.get(own, 0) + cost
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
