"""Right: a ring of two stamped slots, as a port from C would have it; the window index's parity is the slot."""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    __slots__ = ("_n", "_t", "_stamp", "_count", "_clock")

    def __init__(self, quota: Quota) -> None:
        if quota.burst - quota.limit:
            raise ValueError("burst must be the limit")
        self._n, self._t = quota.limit, quota.period
        self._stamp = [-2, -2]
        self._count = [0, 0]
        self._clock = 0

    def _units(self, window: int) -> int:
        slot = window & 1
        return self._count[slot] if self._stamp[slot] == window else 0

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
        if self._used(now) + cost > self._n:
            current, free = self._units(window), self._n - cost
            if current > free:
                edge, units = (window + 2) * self._t, current
            else:
                edge, units, free = (window + 1) * self._t, self._units(window - 1), free - current
            return edge - free * self._t // units - now
        slot = window & 1
        if self._stamp[slot] != window:
            self._stamp[slot], self._count[slot] = window, 0
        self._count[slot] += cost
        return 0

    def level(self, now: int) -> Level:
        window = now // self._t
        for back in (0, 1):
            if self._units(window - back):
                return Level(max(0, self._n - self._used(now)), (window - back + 2) * self._t - now)
        return Level(self._n, 0)
