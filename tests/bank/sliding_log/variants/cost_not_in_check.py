"""Variant of wrong/cost_not_in_check: an OrderedDict from the tick to the units granted at it, with a running sum."""

from collections import OrderedDict

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.limit != quota.burst:
            raise ValueError("no burst")
        self._quota = quota
        self._by_tick: OrderedDict[int, int] = OrderedDict()
        self._sum = 0
        self._latest = 0

    def take(self, now: int, cost: int = 1) -> int:
        limit, period = self._quota.limit, self._quota.period
        if cost < 1 or limit < cost:
            raise ValueError("never")
        self._latest = max(self._latest, now)
        while self._by_tick:
            oldest = next(iter(self._by_tick))
            if oldest > self._latest - period:
                break
            self._sum -= self._by_tick.pop(oldest)
        if self._sum < limit:
            self._by_tick[self._latest] = self._by_tick.get(self._latest, 0) + cost
            self._sum += cost
            return 0
        excess = self._sum + cost - limit
        for tick, units in self._by_tick.items():
            excess -= units
            if excess <= 0:
                return tick + period - self._latest
        return period

    def level(self, now: int) -> Level:
        counting = self._sum
        for tick, units in self._by_tick.items():
            if tick > now - self._quota.period:
                newest = next(reversed(self._by_tick))
                return Level(max(0, self._quota.limit - counting), newest + self._quota.period - now)
            counting -= units
        return Level(self._quota.limit, 0)
