"""Wrong: clock and meters are attributes of the class, as in a port from Java's static fields: composites share them."""

from ratelimit import Level


class Composite:
    meters = []
    capacities = []
    clock = 0
    binding = None

    def __init__(self, meters):
        if len(meters) == 0 or len({id(m) for m in meters}) != len(meters):
            raise ValueError("meters")
        self.meters = list(meters)
        self.capacities = [m.level(0).remaining for m in meters]

    @classmethod
    def _tick(cls, now):
        cls.clock = max(cls.clock, now)
        return cls.clock

    def take(self, now, cost=1):
        if cost < 1 or cost > min(self.capacities):
            raise ValueError("cost")
        now = self._tick(now)
        waits = [0 if m.level(now).remaining >= cost else m.take(now, cost) for m in self.meters]
        if max(waits):
            self.binding = waits.index(max(waits))
            return max(waits)
        for m in self.meters:
            m.take(now, cost)
        after = [m.level(now) for m in self.meters]
        self.binding = min(range(len(after)), key=lambda i: (after[i].remaining, -after[i].reset_after))
        return 0

    def level(self, now):
        levels = [m.level(max(self.clock, now)) for m in self.meters]
        return Level(min(l.remaining for l in levels), max(l.reset_after for l in levels))
