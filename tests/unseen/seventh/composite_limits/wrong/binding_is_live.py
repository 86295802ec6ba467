"""Wrong: binding is made anew by level as well, to name the tightest one of what was just seen; a look must leave it as the last take decided it (law 7)."""

from ratelimit import Level


class Composite:
    def __init__(self, meters):
        if not meters or len({id(m) for m in meters}) != len(meters):
            raise ValueError("meters must be there, and different")
        self.meters = list(meters)
        self.most = min(m.level(0).remaining for m in self.meters)
        self.clock = 0
        self.binding = None

    def take(self, now, cost=1):
        if cost < 1 or cost > self.most:
            raise ValueError("never")
        self.clock = max(self.clock, now)
        refusing = [i for i, m in enumerate(self.meters) if m.level(self.clock).remaining < cost]
        if refusing:
            waits = [self.meters[i].take(self.clock, cost) for i in refusing]
            self.binding = refusing[waits.index(max(waits))]
            return max(waits)
        for m in self.meters:
            m.take(self.clock, cost)
        self.level(self.clock)
        return 0

    def level(self, now):
        now = max(self.clock, now)
        levels = [m.level(now) for m in self.meters]
        ranks = [(v.remaining, -v.reset_after) for v in levels]
        self.binding = ranks.index(min(ranks))
        return Level(min(v.remaining for v in levels), max(v.reset_after for v in levels))
