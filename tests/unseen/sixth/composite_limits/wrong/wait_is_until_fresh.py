"""Wrong: the wait is the greatest `reset_after` of the meters that refuse: a bucket has a token long before it is full."""

from ratelimit import Level


class Composite:
    def __init__(self, meters):
        if not len(meters) or len({id(m) for m in meters}) != len(meters):
            raise ValueError("meters must be at least one, and different")
        self.meters = meters
        self.capacities = [m.level(0).remaining for m in meters]
        self.last = 0
        self.binding = None

    def take(self, now, cost=1):
        if cost < 1 or cost > min(self.capacities):
            raise ValueError("cost")
        self.last = max(self.last, now)
        before = [m.level(self.last) for m in self.meters]
        waits = [level.reset_after if level.remaining < cost else 0 for level in before]
        if any(waits):
            self.binding = waits.index(max(waits))
            return max(waits)
        for m in self.meters:
            m.take(self.last, cost)
        after = [m.level(self.last) for m in self.meters]
        self.binding = min(range(len(after)), key=lambda i: (after[i].remaining, -after[i].reset_after))
        return 0

    def level(self, now):
        levels = [m.level(max(self.last, now)) for m in self.meters]
        return Level(min(l.remaining for l in levels), max(l.reset_after for l in levels))
