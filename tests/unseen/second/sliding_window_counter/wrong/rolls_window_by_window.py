"""Idle windows are rolled one at a time, so a call takes time that grows with the idle time.

Source: (c) port: a while loop for the roll (speed).
Witness:
    c = SlidingWindowCounter(Quota(3, 10)); c.take(0)
    c.take(100) runs 99 lines, c.take(10_000) instead of it 8019; right: as many as for any other idle time.
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
        while steps >= 1:
            self.prev = self.curr
            self.curr = _Window(self.prev.start + self.size, 0)
            steps -= 1

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
