"""Wrong: counts the entries later than now - period and up to now, so a take below the clock does not see the grants after it; shows when time goes back."""

from bisect import bisect_right, insort

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must be the limit")
        self.limit = quota.limit
        self.period = quota.period
        self.stamps: list[int] = []  # one for each unit, in order
        self.start = 0  # those before it are dead

    def _window(self, now: int) -> tuple[int, int]:
        return (
            bisect_right(self.stamps, now - self.period, lo=self.start),
            bisect_right(self.stamps, now, lo=self.start),
        )

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost must be from 1 to the limit")
        first, last = self._window(now)
        if last - first + cost > self.limit:
            blocking = first + (last - first + cost - self.limit) - 1
            return self.stamps[blocking] + self.period - now
        for _ in range(cost):
            insort(self.stamps, now)
        if self.stamps[-1] == now:
            self.start = first
        if self.start > len(self.stamps) // 2:
            del self.stamps[: self.start]
            self.start = 0
        return 0

    def level(self, now: int) -> Level:
        first, last = self._window(now)
        if first == last:
            return Level(self.limit, 0)
        return Level(self.limit - (last - first), self.stamps[last - 1] + self.period - now)
