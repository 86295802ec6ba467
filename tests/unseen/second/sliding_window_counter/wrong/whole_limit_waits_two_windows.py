"""A refused take of the whole limit waits to the end of the next window, even if only the old one counts.

Source: (a) the brief: a shortcut from reset_after to the wait.
Witness: 1/2: take(4) take(6) -> 4, right: 2
"""

from ratelimit import Level, Quota


class _Window:
    __slots__ = ("start", "count")

    def __init__(self, start, count):
        self.start = start
        self.count = count


def _ceil_div(a, b):
    return (a + b - 1) // b


class SlidingWindowCounter:
    __slots__ = ("size", "max", "curr", "prev", "last")

    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must equal the limit")
        self.size = quota.period
        self.max = quota.limit
        self.curr = _Window(0, 0)
        self.prev = _Window(-quota.period, 0)
        self.last = 0

    def _advance(self, now):
        start = now - now % self.size
        steps = (start - self.curr.start) // self.size
        if steps >= 1:
            carried = 0
            if steps == 1:
                carried = self.curr.count
            self.prev = _Window(start - self.size, carried)
            self.curr = _Window(start, 0)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.max:
            raise ValueError("cost out of range")
        now = max(now, self.last)
        self.last = now
        self._advance(now)
        age = now - self.curr.start
        share = _ceil_div(self.prev.count * (self.size - age), self.size)
        if share + self.curr.count + cost <= self.max:
            self.curr.count += cost
            return 0
        if cost == self.max:
            return self.curr.start + 2 * self.size - now
        free = self.max - self.curr.count - cost
        if free >= 0:
            over = self.prev.count - free
            ready = self.curr.start + _ceil_div(over * self.size, self.prev.count)
        else:
            over = self.curr.count + cost - self.max
            ready = self.curr.start + self.size + _ceil_div(over * self.size, self.curr.count)
        return ready - now

    def level(self, now: int) -> Level:
        start = now - now % self.size
        steps = (start - self.curr.start) // self.size
        prev = curr = 0
        if steps == 0:
            prev, curr = self.prev.count, self.curr.count
        elif steps == 1:
            prev = self.curr.count
        until_end = start + self.size - now
        used = _ceil_div(prev * until_end, self.size) + curr
        reset = 0
        if curr > 0:
            reset = until_end + self.size
        elif prev > 0:
            reset = until_end
        return Level(max(0, self.max - used), reset)
