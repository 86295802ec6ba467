"""Leaves impossible costs to the meters: when one of them raises, another has moved its clock.

Breaks: law 3 (a cost that some meter can never grant raises, and leaves no trace)
Level: errors
Same as: capacity_of_the_first
Shows: 2/64 + 1/8: take(0) take(40, 2)
Expected: ValueError, no clock moved; yours: ValueError, and the first meter was asked at 40
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
        if cost < 1:
            raise ValueError("cost must be at least 1")
        now = self.clock = max(self.clock, now)
        levels = [m.level(now) for m in self.meters]
        short = [i for i, level in enumerate(levels) if level.remaining < cost]
        if short:
            waits = {i: self.meters[i].take(now, cost) for i in short}
            self.binding = max(short, key=lambda i: waits[i])
            return waits[self.binding]
        for m in self.meters:
            m.take(now, cost)
        after = [m.level(now) for m in self.meters]
        self.binding = min(range(len(after)), key=lambda i: (after[i].remaining, -after[i].reset_after))
        return 0

    def level(self, now):
        now = max(self.clock, now)
        levels = [m.level(now) for m in self.meters]
        return Level(min(l.remaining for l in levels), max(l.reset_after for l in levels))
