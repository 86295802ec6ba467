"""Wrong: compares with >= and <= on the way through the meters, so of several that are equal the last one binds (law 7: the first)."""

from ratelimit import Level


class Composite:
    def __init__(self, meters):
        if not meters or len({*map(id, meters)}) != len(meters):
            raise ValueError("bad list of meters")
        self.meters = tuple(meters)
        self.capacity = min(m.level(0).remaining for m in self.meters)
        self.time = 0
        self.binding = None

    def take(self, now, cost=1):
        if cost < 1 or self.capacity < cost:
            raise ValueError("bad cost")
        self.time = now = max(self.time, now)
        refusing = [i for i, m in enumerate(self.meters) if m.level(now).remaining < cost]
        if refusing:
            longest = 0
            for i in refusing:
                wait = self.meters[i].take(now, cost)
                if wait >= longest:
                    longest, self.binding = wait, i
            return longest
        tightest = None
        for i, m in enumerate(self.meters):
            m.take(now, cost)
            level = m.level(now)
            rank = (level.remaining, -level.reset_after)
            if tightest is None or rank <= tightest:
                tightest, self.binding = rank, i
        return 0

    def level(self, now):
        now = max(self.time, now)
        levels = [m.level(now) for m in self.meters]
        return Level(min(x.remaining for x in levels), max(x.reset_after for x in levels))
