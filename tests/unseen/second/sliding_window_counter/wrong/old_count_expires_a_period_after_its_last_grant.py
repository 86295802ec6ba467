"""The window before stops counting one period after its last grant, like a key whose TTL is the period.

Source: (b) Southclaws/swirl #2, utopia-php/abuse #121 (TTL drops the previous bucket).
Witness: 1/2: take(6) take(8) -> 0, right: 2
"""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.limit != quota.burst:
            raise ValueError(f"burst {quota.burst} is not the limit {quota.limit}")
        self.limit, self.period = quota.limit, quota.period
        self.units: dict[int, int] = {}
        self.clock = 0
        self.touched: dict[int, int] = {}

    def _load(self, now):
        """The estimate, times the period."""
        window, elapsed = divmod(now, self.period)
        alive = now < self.touched.get(window - 1, 0) + self.period
        return alive * self.units.get(window - 1, 0) * (self.period - elapsed) + self.units.get(window, 0) * self.period

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError(cost)
        self.clock = at = max(self.clock, now)
        window = at // self.period
        for old in [w for w in self.units if w < window - 1]:
            del self.units[old]
            self.touched.pop(old, None)
        room = (self.limit - cost) * self.period
        if self._load(at) <= room:
            self.units[window] = self.units.get(window, 0) + cost
            self.touched[window] = at
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
