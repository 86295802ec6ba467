"""Wrong: looks first, but returns the wait of the first meter that refuses, not the greatest (laws 2 and 6); shows when two refuse."""

from ratelimit import Level


class Composite:
    def __init__(self, meters):
        self.meters = list(meters)
        if not self.meters:
            raise ValueError("empty")
        if len({id(meter) for meter in self.meters}) != len(self.meters):
            raise ValueError("twice")
        self.capacities = [meter.level(0).remaining for meter in self.meters]
        self.now = 0
        self.binding = None

    def take(self, now, cost=1):
        if cost < 1 or cost > min(self.capacities):
            raise ValueError("cost")
        if now > self.now:
            self.now = now
        for i, meter in enumerate(self.meters):
            if meter.level(self.now).remaining < cost:
                self.binding = i
                return meter.take(self.now, cost)
        for meter in self.meters:
            meter.take(self.now, cost)
        self.binding, _ = min(
            ((i, meter.level(self.now)) for i, meter in enumerate(self.meters)),
            key=lambda pair: (pair[1].remaining, -pair[1].reset_after),
        )
        return 0

    def level(self, now):
        now = max(now, self.now)
        return Level(*(f(column) for f, column in zip((min, max), zip(*[m.level(now) for m in self.meters]))))
