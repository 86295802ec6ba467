"""Wrong: `filter(None, meters)` is meant for limits that are not set, and drops meters that count as false as well."""

from ratelimit import Level


class Composite:
    def __init__(self, meters):
        self.meters = list(filter(None, meters))
        if not self.meters or len({id(m) for m in self.meters}) != len(self.meters):
            raise ValueError("meters")
        self.capacity = min(m.level(0).remaining for m in self.meters)
        self.clock, self.binding = 0, None

    def take(self, now, cost=1):
        if not 1 <= cost <= self.capacity:
            raise ValueError("cost")
        self.clock = max(self.clock, now)
        waits = [(m.take(self.clock, cost), -i) for i, m in enumerate(self.meters) if m.level(self.clock)[0] < cost]
        if waits:
            wait, place = max(waits)
            self.binding = -place
            return wait
        ranks = []
        for i, m in enumerate(self.meters):
            m.take(self.clock, cost)
            left, fresh = m.level(self.clock)
            ranks.append((left, -fresh, i))
        self.binding = min(ranks)[-1]
        return 0

    def level(self, now):
        left, fresh = zip(*(m.level(max(self.clock, now)) for m in self.meters))
        return Level(min(left), max(fresh))
