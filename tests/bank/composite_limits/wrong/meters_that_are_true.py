"""Leaves out what is false among the meters, as a limit that is switched off would be None: also those with a length of 0.

Breaks: law 1 (granted if each would grant it, then each spends; else none spends anything)
Level: order
Shows: 1/8, which has a length of 0: take(0)
Expected: granted; yours: ValueError
Shipped: not known
"""

from ratelimit import Level


class Composite:
    def __init__(self, meters):
        if not meters:
            raise ValueError("no meters")
        if len({id(m) for m in meters}) != len(meters):
            raise ValueError("a meter is there twice")
        self.meters = [m for m in meters if m]
        self.most = min((m.level(0).remaining for m in self.meters), default=0)
        self.clock = 0
        self.binding = None

    def take(self, now, cost=1):
        if cost < 1 or cost > self.most:
            raise ValueError(f"cost is {cost}, not 1 to {self.most}")
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
