"""Keeps each level that it has told for a tick to come, and tells it again there, whatever was spent in between.

Breaks: law 5 (level: the smallest remaining, the greatest reset_after; it only looks)
Level: level
Shows: 2/16: level(4) take(0) level(4)
Expected: 2 left, granted, 1 left; yours: 2 left, granted, 2 left
Shipped: not known
"""

from ratelimit import Level


class Composite:
    def __init__(self, meters):
        self.meters = tuple(meters)
        if not self.meters or len({id(meter) for meter in self.meters}) < len(self.meters):
            raise ValueError("one meter or more, none of them twice")
        self.most = min(meter.level(0).remaining for meter in self.meters)
        self.time = 0
        self.told = (0, None)
        self.binding = None

    def take(self, now, cost=1):
        if not 1 <= cost <= self.most:
            raise ValueError("cost is out of reach")
        self.time = max(self.time, now)
        if self.told[0] <= self.time:
            self.told = (0, None)
        short = [n for n, meter in enumerate(self.meters) if meter.level(self.time).remaining < cost]
        waits = {n: self.meters[n].take(self.time, cost) for n in short or range(len(self.meters))}
        if short:
            self.binding = max(short, key=lambda n: (waits[n], -n))
            return waits[self.binding]
        after = [meter.level(self.time) for meter in self.meters]
        self.binding = min(range(len(after)), key=lambda n: (after[n].remaining, -after[n].reset_after, n))
        return 0

    def level(self, now):
        at = max(now, self.time)
        if self.told[1] is None or self.told[0] != at:
            levels = [meter.level(at) for meter in self.meters]
            self.told = (at, Level(min(each[0] for each in levels), max(each[1] for each in levels)))
        return self.told[1]
