"""Wrong: asks one meter after the other and stops at the first refusal: those before it have spent for nothing."""

from ratelimit import Level


class Composite:
    def __init__(self, meters):
        if not meters or len({id(m) for m in meters}) != len(meters):
            raise ValueError("need at least one meter, each once")
        self.meters = meters
        self.capacity = min(m.level(0).remaining for m in meters)
        self.clock = 0
        self.binding = None

    def take(self, now, cost=1):
        if cost < 1 or cost > self.capacity:
            raise ValueError("bad cost")
        self.clock = max(self.clock, now)
        for i, meter in enumerate(self.meters):
            wait = meter.take(self.clock, cost)
            if wait > 0:
                self.binding = i
                return wait
        levels = [m.level(self.clock) for m in self.meters]
        self.binding = min(range(len(levels)), key=lambda i: (levels[i].remaining, -levels[i].reset_after))
        return 0

    def level(self, now):
        levels = [m.level(max(self.clock, now)) for m in self.meters]
        return Level(min(l.remaining for l in levels), max(l.reset_after for l in levels))
