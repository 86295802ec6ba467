"""Wrong: a cost above the limit is found only after the window was rolled, so that error moves the clock."""

from ratelimit import Level, Quota


class WindowOverflow(ValueError):
    """The cost does not fit even in an empty window."""


class _Window:
    __slots__ = ("index", "size", "used")

    def __init__(self, size: int) -> None:
        self.size = size
        self.index = 0
        self.used = 0

    def at(self, index: int) -> "_Window":
        if index > self.index:
            self.index = index
            self.used = 0
        return self

    def add(self, cost: int) -> bool:
        if cost > self.size:
            raise WindowOverflow(f"{cost} > {self.size}")
        if cost > self.size - self.used:
            return False
        self.used += cost
        return True


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst differs from limit")
        self._period = quota.period
        self._window = _Window(quota.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1:
            raise ValueError("cost must be positive")
        window = self._window.at(now // self._period)
        if window.add(cost):
            return 0
        return (window.index + 1) * self._period - now

    def level(self, now: int) -> Level:
        window = self._window
        if now // self._period > window.index or not window.used:
            return Level(window.size, 0)
        return Level(window.size - window.used, (window.index + 1) * self._period - now)
