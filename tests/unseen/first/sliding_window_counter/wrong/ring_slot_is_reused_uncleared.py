"""A ring of two slots, of which only the new window's is cleared; after a jump the other holds a count of long ago.

Source: (b) chriso/redback #38 (an expired bucket is reused before it is reset)
Witness: 1/1: take(0) take(3) -> 1, right: 0
"""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    __slots__ = ("_n", "_t", "_window", "_count", "_clock")

    def __init__(self, quota: Quota) -> None:
        if quota.burst - quota.limit:
            raise ValueError("burst must be the limit")
        self._n, self._t = quota.limit, quota.period
        self._window = 0
        self._count = [0, 0]
        self._clock = 0

    def _units(self, window: int) -> int:
        if window < self._window - 1 or window > self._window + 1:
            return 0
        return 0 if window > self._window else self._count[window & 1]

    def _used(self, now: int) -> int:
        """The estimate, rounded up: costs are whole, so that decides nothing differently."""
        window, elapsed = divmod(now, self._t)
        weighted = self._units(window - 1) * (self._t - elapsed)
        return (weighted + self._t - 1) // self._t + self._units(window)

    def take(self, now: int, cost: int = 1) -> int:
        if cost <= 0 or self._n < cost:
            raise ValueError(cost)
        now = self._clock = now if now > self._clock else self._clock
        window = now // self._t
        if window != self._window:
            self._window = window
            self._count[window & 1] = 0
        if self._used(now) + cost > self._n:
            current, free = self._units(window), self._n - cost
            if current > free:
                edge, units = (window + 2) * self._t, current
            else:
                edge, units, free = (window + 1) * self._t, self._units(window - 1), free - current
            return edge - free * self._t // units - now
        self._count[window & 1] += cost
        return 0

    def level(self, now: int) -> Level:
        window = now // self._t
        for back in (0, 1):
            if self._units(window - back):
                return Level(max(0, self._n - self._used(now)), (window - back + 2) * self._t - now)
        return Level(self._n, 0)
