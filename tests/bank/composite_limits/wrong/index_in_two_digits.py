"""Names the meters by two digits, and sorts equal waits by name: m100 comes before m35.

Breaks: law 7 (binding: the meter that decided the last valid take; of several, the first)
Level: order
Shows: 101 limits, 35 and 100 alike and refusing: take(0) take(0)
Expected: 35 binds; yours: 100 binds
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
            waits = {f"m{i:02}": self.meters[i].take(now, cost) for i in short}
            name = max(sorted(waits), key=lambda name: waits[name])
            self.binding = int(name[1:])
            return waits[name]
        for m in self.meters:
            m.take(now, cost)
        after = [m.level(now) for m in self.meters]
        self.binding = min(range(len(after)), key=lambda i: (after[i].remaining, -after[i].reset_after))
        return 0

    def level(self, now):
        now = max(self.clock, now)
        levels = [m.level(now) for m in self.meters]
        return Level(min(l.remaining for l in levels), max(l.reset_after for l in levels))
