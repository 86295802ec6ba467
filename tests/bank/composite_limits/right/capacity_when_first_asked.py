"""Asks its meters nothing until it is asked itself: for their capacities at the first take, for who binds when told to."""

from ratelimit import Level


class Composite:
    def __init__(self, meters):
        if not meters:
            raise ValueError("a composite of no meters")
        for number, meter in enumerate(meters):
            if any(meter is other for other in meters[:number]):
                raise ValueError(f"meter {number} is there already")
        self.meters = list(meters)
        self.capacity = None
        self.clock = 0
        self.decided = None

    @property
    def binding(self):
        if self.decided is None:
            return None
        refused, keys = self.decided
        if not refused:
            keys = [(level.remaining, -level.reset_after) for level in map(self.look, self.meters)]
        return keys.index(min(keys))

    def look(self, meter):
        return meter.level(self.clock)

    def take(self, now, cost=1):
        if self.capacity is None:
            self.capacity = min(meter.level(0).remaining for meter in self.meters)
        if not 1 <= cost <= self.capacity:
            raise ValueError(f"cost {cost} is not within 1 and {self.capacity}")
        self.clock = max(now, self.clock)
        short = [self.look(meter).remaining < cost for meter in self.meters]
        if any(short):
            waits = [-meter.take(self.clock, cost) if lacks else 0 for meter, lacks in zip(self.meters, short)]
            self.decided = True, waits
            return -min(waits)
        self.decided = False, []
        return sum(meter.take(self.clock, cost) for meter in self.meters)

    def level(self, now):
        at = max(now, self.clock)
        pairs = [meter.level(at) for meter in self.meters]
        return Level(min(left for left, _ in pairs), max(reset for _, reset in pairs))
