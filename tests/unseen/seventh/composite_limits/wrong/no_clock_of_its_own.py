"""Wrong: hands `now` through as it comes and leaves time to the meters, so after a call in the past it asks them behind their clocks (law 4)."""

from ratelimit import Level


class Composite:
    def __init__(self, meters):
        if not len(meters):
            raise ValueError("no meter")
        for i, one in enumerate(meters):
            if any(one is other for other in meters[:i]):
                raise ValueError("a meter twice")
        self.meters = meters
        self.limit = min(meter.level(0).remaining for meter in meters)
        self.binding = None

    def take(self, now, cost=1):
        if cost < 1 or cost > self.limit:
            raise ValueError("can never be granted")
        refusing = [i for i, meter in enumerate(self.meters) if meter.level(now).remaining < cost]
        if refusing:
            waits = [self.meters[i].take(now, cost) for i in refusing]
            wait = max(waits)
            self.binding = refusing[waits.index(wait)]
            return wait
        for meter in self.meters:
            meter.take(now, cost)
        levels = [meter.level(now) for meter in self.meters]
        self.binding = min(range(len(levels)), key=lambda i: (levels[i].remaining, -levels[i].reset_after))
        return 0

    def level(self, now):
        levels = [meter.level(now) for meter in self.meters]
        return Level(min(level.remaining for level in levels), max(level.reset_after for level in levels))
