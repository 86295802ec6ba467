"""Raises for an impossible cost only while the meter is fresh, and tells the wait until then otherwise.

Breaks: law 3 (a cost that some meter can never grant raises, and leaves no trace)
Level: errors
Shows: 2/16: take(0) take(0, 3)
Expected: granted, ValueError; yours: granted, wait 8
Shipped: not known
"""

from ratelimit import Level


class Composite:
    def __init__(self, meters):
        if not meters:
            raise ValueError("no meters")
        if len({id(m) for m in meters}) != len(meters):
            raise ValueError("a meter is there twice")
        self.meters = list(meters)
        self.most = min(m.level(0).remaining for m in self.meters)
        self.clock = 0
        self.binding = None

    def take(self, now, cost=1):
        at = max(self.clock, now)
        levels = [m.level(at) for m in self.meters]
        if cost < 1 or any(level.remaining < cost and level.reset_after == 0 for level in levels):
            raise ValueError(f"cost {cost} can't be granted")
        now = self.clock = at
        short = [i for i, level in enumerate(levels) if level.remaining < cost]
        if short:
            waits = {i: self._wait(i, now, cost) or levels[i].reset_after for i in short}
            self.binding = max(short, key=lambda i: waits[i])
            return waits[self.binding]
        for m in self.meters:
            m.take(now, cost)
        after = [m.level(now) for m in self.meters]
        self.binding = min(range(len(after)), key=lambda i: (after[i].remaining, -after[i].reset_after))
        return 0

    def _wait(self, i, now, cost):
        try:
            return self.meters[i].take(now, cost)
        except ValueError:
            return 0

    def level(self, now):
        now = max(self.clock, now)
        levels = [m.level(now) for m in self.meters]
        return Level(min(l.remaining for l in levels), max(l.reset_after for l in levels))
