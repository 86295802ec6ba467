"""Wrong: the weight of the window before is a whole percentage, as in a gateway's config language; exact for periods that divide 100, else up to a percent too low."""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must be the limit")
        self.limit = quota.limit
        self.period = quota.period
        self.clock = 0
        self.counts = {0: 0}

    def _percents_used(self, now: int) -> int:
        window, elapsed = divmod(now, self.period)
        weight = (self.period - elapsed) * 100 // self.period
        return self.counts.get(window - 1, 0) * weight + self.counts.get(window, 0) * 100

    def _allows(self, now: int, cost: int) -> bool:
        return self._percents_used(now) + 100 * cost <= 100 * self.limit

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost must be from 1 to the limit")
        now = self.clock = max(now, self.clock)
        window = now // self.period
        self.counts = {each: self.counts.get(each, 0) for each in (window - 1, window)}
        if self._allows(now, cost):
            self.counts[window] += cost
            return 0
        low, high = 1, 2 * self.period
        while low < high:
            middle = (low + high) // 2
            if self._allows(now + middle, cost):
                high = middle
            else:
                low = middle + 1
        return low

    def level(self, now: int) -> Level:
        now = max(now, self.clock)
        window, elapsed = divmod(now, self.period)
        windows = 2 if self.counts.get(window) else 1 if self.counts.get(window - 1) else 0
        remaining = self.limit + -self._percents_used(now) // 100
        return Level(remaining, windows * self.period - elapsed if windows else 0)
