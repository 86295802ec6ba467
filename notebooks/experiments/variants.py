"""Limiters that are common, but not in the library."""

from collections import deque

from ratelimit import Level, Quota


class PartitionedWindow:
    """A window that slides in steps: it counts grants in parts of a period, as many as make one period."""

    def __init__(self, quota: Quota, parts: int) -> None:
        self._quota = quota
        self._part = quota.period // parts
        self._granted: deque[tuple[int, int]] = deque()  # which part, how many units
        self._parts = parts

    def take(self, now: int, cost: int = 1) -> int:
        """Spend units: 0, or the ticks until the next part begins."""
        part = now // self._part
        if self._used(part) + cost > self._quota.limit:
            return (part + 1) * self._part - now
        self._granted.append((part, cost))
        return 0

    def level(self, now: int) -> Level:
        """Return what is left."""
        used = self._used(now // self._part)
        return Level(self._quota.limit - used, 0)

    def _used(self, part: int) -> int:
        while self._granted and self._granted[0][0] <= part - self._parts:
            self._granted.popleft()
        return sum(units for _, units in self._granted)


class CountsRefusals:
    """A sliding window counter that counts refused requests too."""

    def __init__(self, quota: Quota) -> None:
        self._quota = quota
        self._window = self._last = self._asked = 0

    def take(self, now: int, cost: int = 1) -> int:
        """Spend units: 0, or 1 for a refusal, as the wait depends on what is asked until then."""
        window, into = divmod(now, self._quota.period)
        if window > self._window:
            self._last = self._asked if window == self._window + 1 else 0
            self._window, self._asked = window, 0
        estimate = self._last * (self._quota.period - into) + self._asked * self._quota.period
        self._asked += cost
        return int(estimate + cost * self._quota.period > self._quota.limit * self._quota.period)

    def level(self, now: int) -> Level:
        """Return what is left."""
        window, into = divmod(now, self._quota.period)
        last, asked = self._last, self._asked
        if window > self._window:
            last, asked = (asked if window == self._window + 1 else 0), 0
        left = self._quota.limit * self._quota.period - last * (self._quota.period - into) - asked * self._quota.period
        return Level(max(0, left // self._quota.period), 0)
