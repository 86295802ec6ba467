"""Right: keeps the levels that it has seen at its clock, and asks again only when time has passed, so most bursts cost one question each."""

from ratelimit import Level


class Composite:
    def __init__(self, meters):
        if not len(meters):
            raise ValueError("Composite needs a meter")
        seen = set()
        for meter in meters:
            if id(meter) in seen:
                raise ValueError("each meter must be an object of its own")
            seen.add(id(meter))
        self.meters = meters
        self.clock = 0
        self.known = [meter.level(0) for meter in meters]
        self.capacity = [level.remaining for level in self.known]
        self.binding = None

    def take(self, now, cost=1):
        if cost < 1 or any(cost > capacity for capacity in self.capacity):
            raise ValueError("never")
        self.advance(now)
        refusing = [n for n, level in enumerate(self.known) if level.remaining < cost]
        if not refusing:
            for n, meter in enumerate(self.meters):
                meter.take(self.clock, cost)
                self.known[n] = meter.level(self.clock)
            self.binding = min(range(len(self.known)), key=lambda n: (self.known[n][0], -self.known[n][1]))
            return 0
        waits = {n: self.meters[n].take(self.clock, cost) for n in refusing}
        self.binding = max(refusing, key=waits.__getitem__)
        return waits[self.binding]

    def advance(self, now):
        if now > self.clock:
            self.clock = now
            self.known = [meter.level(now) for meter in self.meters]

    def level(self, now):
        levels = self.known if now <= self.clock else [meter.level(now) for meter in self.meters]
        return Level(min(level.remaining for level in levels), max(level.reset_after for level in levels))
