"""Wrong: all() eats a generator up to the first meter that lacks, and what is left of the same generator goes on to the waits, so that first one is asked only if it is remembered by luck (law 2)."""

from ratelimit import Level


class Composite:
    def __init__(self, meters):
        if not meters or len({id(m) for m in meters}) != len(meters):
            raise ValueError("meters")
        self.meters = list(meters)
        self.limit = min(m.level(0).remaining for m in self.meters)
        self.clock = 0
        self.binding = None

    def take(self, now, cost=1):
        if cost < 1 or cost > self.limit:
            raise ValueError("cost")
        self.clock = now = max(self.clock, now)
        enough = ((i, m, m.level(now).remaining >= cost) for i, m in enumerate(self.meters))
        if all(yes for _, _, yes in enough):
            ranks = []
            for i, m in enumerate(self.meters):
                m.take(now, cost)
                level = m.level(now)
                ranks.append((level.remaining, -level.reset_after, i))
            self.binding = min(ranks)[2]
            return 0
        waits = [(m.take(now, cost), -i) for i, m, yes in enough if not yes]
        if not waits:  # only one refuses
            waits = [(m.take(now, cost), -i) for i, m in enumerate(self.meters) if m.level(now).remaining < cost]
        wait, i = max(waits)
        self.binding = -i
        return wait

    def level(self, now):
        levels = [m.level(max(now, self.clock)) for m in self.meters]
        return Level(min(v.remaining for v in levels), max(v.reset_after for v in levels))
