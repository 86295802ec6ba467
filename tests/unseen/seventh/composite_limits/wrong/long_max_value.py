"""Wrong: a port from Java that starts its minimum at Long.MAX_VALUE, so where all meters hold more, that is what it reports, and a cost above it counts as impossible."""

from ratelimit import Level

LONG_MAX_VALUE = (1 << 63) - 1


class Composite:
    def __init__(self, meters):
        if len(meters) == 0:
            raise ValueError("IllegalArgumentException: no meters")
        for i in range(len(meters)):
            for j in range(i + 1, len(meters)):
                if meters[i] is meters[j]:
                    raise ValueError("IllegalArgumentException: duplicate meter")
        self.meters = meters
        self.clock = 0
        self.binding = None
        self.capacity = self.level(0).remaining

    def take(self, now, cost=1):
        if cost < 1 or cost > self.capacity:
            raise ValueError("IllegalArgumentException: cost")
        self.clock = max(self.clock, now)
        longest, longest_index = 0, -1
        for i in range(len(self.meters)):
            if self.meters[i].level(self.clock).remaining < cost:
                wait = self.meters[i].take(self.clock, cost)
                if wait > longest:
                    longest, longest_index = wait, i
        if longest_index >= 0:
            self.binding = longest_index
            return longest
        best = None
        for i in range(len(self.meters)):
            self.meters[i].take(self.clock, cost)
            level = self.meters[i].level(self.clock)
            if best is None or (level.remaining, -level.reset_after) < (best.remaining, -best.reset_after):
                best, self.binding = level, i
        return 0

    def level(self, now):
        now = max(self.clock, now)
        remaining, reset_after = LONG_MAX_VALUE, 0
        for meter in self.meters:
            level = meter.level(now)
            remaining = min(remaining, level.remaining)
            reset_after = max(reset_after, level.reset_after)
        return Level(remaining, reset_after)
