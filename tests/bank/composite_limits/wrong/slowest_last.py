"""Asks only the last meter that refuses for its wait: it takes that for the slowest.

Breaks: law 6 (the order of the meters changes no answer)
Level: binding
Shows: 1/64 + 1/8: take(0) take(0)
Expected: granted, wait 64, 0 binds; yours: granted, wait 8, 1 binds
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
        if cost < 1 or cost > self.most:
            raise ValueError(f"cost is {cost}, not 1 to {self.most}")
        now = self.clock = max(self.clock, now)
        levels = [m.level(now) for m in self.meters]
        short = [i for i, level in enumerate(levels) if level.remaining < cost]
        if short:
            self.binding = short[-1]
            return self.meters[short[-1]].take(now, cost)
        for m in self.meters:
            m.take(now, cost)
        after = [m.level(now) for m in self.meters]
        self.binding = min(range(len(after)), key=lambda i: (after[i].remaining, -after[i].reset_after))
        return 0

    def level(self, now):
        now = max(self.clock, now)
        levels = [m.level(now) for m in self.meters]
        return Level(min(l.remaining for l in levels), max(l.reset_after for l in levels))
