"""Compares windows and matches on the outcome: older, same or newer."""

from ratelimit import Level


class FixedWindow:
    __slots__ = ("count", "index", "limit", "period")

    def __init__(self, quota):
        match quota.burst - quota.limit:
            case 0:
                self.limit, self.period = quota.limit, quota.period
            case _:
                raise ValueError("a fixed window is all limit and no burst")
        self.index = self.count = 0

    def take(self, now, cost=1):
        if not self.limit >= cost >= 1:
            raise ValueError(f"no window of {self.limit} ever grants {cost}")
        match self._look(now):
            case index, count, wait if count + cost > self.limit:
                return wait
            case index, count, _:
                self.index, self.count = index, count + cost
                return 0

    def level(self, now):
        match self._look(now):
            case _, 0, _:
                return Level(self.limit, 0)
            case _, count, wait:
                return Level(self.limit - count, wait)

    def _look(self, now):
        index, elapsed = divmod(now, self.period)
        if index > self.index:
            return index, 0, self.period - elapsed
        if index == self.index:
            return index, self.count, self.period - elapsed
        return self.index, self.count, self.period
