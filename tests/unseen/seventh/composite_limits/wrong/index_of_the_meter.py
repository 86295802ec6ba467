"""Wrong: finds the meter that binds and asks the list for its index, which compares with ==: among meters that are equal it is always the first (law 7)."""

from ratelimit import Level


class Composite:
    def __init__(self, meters):
        self.meters = list(meters)
        if not self.meters or len({id(m) for m in self.meters}) < len(self.meters):
            raise ValueError("one or more meters, all different")
        self.top = min(m.level(0).remaining for m in self.meters)
        self.clock = 0
        self.binding = None

    def take(self, now, cost=1):
        if not 1 <= cost <= self.top:
            raise ValueError("no such cost")
        self.clock = max(self.clock, now)
        refusing = [m for m in self.meters if m.level(self.clock).remaining < cost]
        if refusing:
            waits = [m.take(self.clock, cost) for m in refusing]
            wait = max(waits)
            binding = refusing[waits.index(wait)]
        else:
            wait = 0
            for m in self.meters:
                m.take(self.clock, cost)
            levels = [m.level(self.clock) for m in self.meters]
            ranks = [(v.remaining, -v.reset_after) for v in levels]
            binding = self.meters[ranks.index(min(ranks))]
        self.binding = self.meters.index(binding)
        return wait

    def level(self, now):
        levels = [m.level(max(self.clock, now)) for m in self.meters]
        return Level(min(v.remaining for v in levels), max(v.reset_after for v in levels))
