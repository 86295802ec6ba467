"""Has one predicate, whether a cost fits at a tick, and finds every wait and level by binary search over it."""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst is not limit")
        self.limit, self.period = quota.limit, quota.period
        self.window = self.before = self.current = 0

    def _pair(self, window):
        if window <= self.window:
            return self.before, self.current
        return (self.current, 0) if window == self.window + 1 else (0, 0)

    def _fits(self, tick, cost):
        window, elapsed = divmod(tick, self.period)
        before, current = self._pair(window)
        return before * (self.period - elapsed) + (current + cost) * self.period <= self.limit * self.period

    @staticmethod
    def _first(low, high, predicate):
        """The first number in low..high for which it is true; it is for high."""
        while low < high:
            middle = (low + high) // 2
            if predicate(middle):
                high = middle
            else:
                low = middle + 1
        return low

    def _wait(self, now, cost):
        return self._first(now, now + 2 * self.period, lambda tick: self._fits(tick, cost)) - now

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError("a cost that is never granted")
        now = max(now, self.window * self.period)
        self.before, self.current = self._pair(now // self.period)
        self.window = now // self.period
        wait = self._wait(now, cost)
        if not wait:
            self.current += cost
        return wait

    def level(self, now: int) -> Level:
        no = self._first(1, self.limit + 1, lambda cost: cost > self.limit or not self._fits(now, cost))
        return Level(no - 1, self._wait(now, self.limit))
