"""Right: bisect finds whether `now` is before, in or after the window; only a grant writes, a refusal leaves no trace."""

from bisect import bisect_right

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        limit, burst, period = quota.limit, quota.burst, quota.period
        if limit > burst or burst > limit:
            raise ValueError("a fixed window takes no burst")
        self._limit, self._period = limit, period
        self._edges = [0, period]
        self._free = limit

    def _free_at(self, now: int) -> int:
        return self._free if bisect_right(self._edges, now) < 2 else self._limit

    def _edge_after(self, now: int) -> int:
        period = self._period
        return (now + period) // period * period

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or self._limit < cost:
            raise ValueError("cost out of range")
        free = self._free_at(now)
        edge = self._edge_after(now)
        if free < cost:
            return edge - now
        if edge > self._edges[1]:
            self._edges = [edge - self._period, edge]
        self._free = free - cost
        return 0

    def level(self, now: int) -> Level:
        free = self._free_at(now)
        return Level(free, self._edge_after(now) - now if free < self._limit else 0)
