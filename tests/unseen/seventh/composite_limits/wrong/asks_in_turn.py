"""Wrong: asks one meter after the other and stops at the first refusal, so those before it have spent (law 1)."""

from ratelimit import Level


class Composite:
    def __init__(self, meters):
        if not meters or len({id(m) for m in meters}) != len(meters):
            raise ValueError("need different meters")
        self.meters = list(meters)
        self.most = min(m.level(0).remaining for m in self.meters)
        self.clock = 0
        self.binding = None

    def take(self, now, cost=1):
        if cost < 1 or cost > self.most:
            raise ValueError("never")
        self.clock = now = max(self.clock, now)
        for i, meter in enumerate(self.meters):
            wait = meter.take(now, cost)
            if wait:
                self.binding = i
                return wait
        levels = [m.level(now) for m in self.meters]
        self.binding = min(range(len(levels)), key=lambda i: (levels[i].remaining, -levels[i].reset_after))
        return 0

    def level(self, now):
        now = max(self.clock, now)
        levels = [m.level(now) for m in self.meters]
        return Level(min(v.remaining for v in levels), max(v.reset_after for v in levels))
