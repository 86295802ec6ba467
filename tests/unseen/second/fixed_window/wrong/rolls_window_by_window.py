"""Wrong: after an idle time the end is moved on window by window, which takes time in proportion.

Source: (c) a `while` loop from a timer callback: time grows with the idle time
Witness: the number of steps grows with the idle time (law 8).

    import sys
    m = FixedWindow(Quota(3, 10))
    m.take(0)
    lines = 0
    def trace(frame, event, arg):
        global lines
        lines += event == "line"
        return trace
    sys.settrace(trace)
    m.take(1_000_000)
    sys.settrace(None)
    assert lines < 1000
"""

from ratelimit import Level, Quota


class FixedWindow:
    __slots__ = ("ends", "every", "left", "max")

    def __init__(self, quota: Quota) -> None:
        if quota.limit != quota.burst:
            raise ValueError("burst must equal limit")
        self.max = quota.limit
        self.every = quota.period
        self.ends = quota.period
        self.left = quota.limit

    def _roll(self, now: int) -> None:
        while now >= self.ends:
            self.ends += self.every
            self.left = self.max

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.max:
            raise ValueError("cost out of range")
        self._roll(now)
        if cost > self.left:
            return self.ends - now
        self.left -= cost
        return 0

    def level(self, now: int) -> Level:
        if now >= self.ends:
            return Level(self.max, 0)
        return Level(self.left, self.ends - now if self.left < self.max else 0)
