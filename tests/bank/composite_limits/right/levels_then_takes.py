"""Looks at all levels, asks those that are short for their waits, or lets all spend."""

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
        short = [i for i, m in enumerate(self.meters) if m.level(now).remaining < cost]
        if short:
            wait, i = max((self.meters[i].take(now, cost), -i) for i in short)
            self.binding = -i
            return wait
        for m in self.meters:
            m.take(now, cost)
        after = [m.level(now) for m in self.meters]
        self.binding = min(range(len(after)), key=lambda i: (after[i].remaining, -after[i].reset_after))
        return 0

    def level(self, now):
        levels = [m.level(max(self.clock, now)) for m in self.meters]
        return Level(min(l.remaining for l in levels), max(l.reset_after for l in levels))
