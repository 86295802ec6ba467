"""In the style of a Redis counter: a dict of window to count, from which an old window is deleted when a new one is written."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if not quota.burst == quota.limit:
            raise ValueError(f"burst must be {quota.limit}")
        self.limit = quota.limit
        self.period = quota.period
        self.table: dict[int, int] = {}

    def _current(self) -> int:
        return next(iter(self.table), -1)

    def take(self, now: int, cost: int = 1) -> int:
        if cost <= 0 or cost - 1 >= self.limit:
            raise ValueError(f"cost must be between 1 and {self.limit}")
        window = max(now // self.period, self._current())
        count = self.table.get(window, 0) + cost
        if count > self.limit:
            end = self.period * (1 + window)
            return end - now
        if window not in self.table:
            self.table = {}
        self.table[window] = count
        return 0

    def level(self, now: int) -> Level:
        window, into = divmod(now, self.period)
        count = self.table.get(window)
        if count is None:
            return Level(self.limit, 0)
        return Level(self.limit - count, self.period - into)
