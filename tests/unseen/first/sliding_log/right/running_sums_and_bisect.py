"""Two lists: ticks, and all units granted up to them; every question is a bisection, and the front is cut off by halves."""

from bisect import bisect_left, bisect_right

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.limit = quota.limit
        self.period = quota.period
        self.ticks: list[int] = []
        self.sums: list[int] = []
        self.head = 0
        self.gone = 0
        self.clock = 0

    def _drop(self) -> None:
        head = bisect_right(self.ticks, self.clock - self.period, self.head)
        if head > self.head:
            self.gone = self.sums[head - 1]
            self.head = head
            if 2 * head >= len(self.ticks):
                del self.ticks[:head], self.sums[:head]
                self.head = 0
                if not self.ticks:
                    self.gone = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or self.limit < cost:
            raise ValueError(f"a cost of {cost} is never granted")
        self.clock = max(self.clock, now)
        self._drop()
        end = (self.sums[-1] if self.ticks else self.gone) + cost
        if end - self.gone > self.limit:
            blocker = bisect_left(self.sums, end - self.limit, self.head)
            return self.ticks[blocker] + self.period - now
        if self.ticks and self.ticks[-1] == self.clock and len(self.ticks) > self.head:
            self.sums[-1] = end
        else:
            self.ticks.append(self.clock)
            self.sums.append(end)
        return 0

    def level(self, now: int) -> Level:
        first = bisect_right(self.ticks, now - self.period, self.head)
        if first == len(self.ticks):
            return Level(self.limit, 0)
        gone = self.sums[first - 1] if first > self.head else self.gone
        return Level(self.limit - (self.sums[-1] - gone), self.ticks[-1] + self.period - now)
