"""Wrong: one helper advances the clock for take and for level, so a look into the future changes the answer of an earlier take (law 5)."""

from ratelimit import Level


class Composite:
    def __init__(self, meters):
        if not meters:
            raise ValueError("no meters given")
        if len({id(each) for each in meters}) != len(meters):
            raise ValueError("duplicate meter")
        self.meters = list(meters)
        self.clock = 0
        self.binding = None
        self.max_cost = min(level.remaining for level in self._levels(0))

    def _levels(self, now):
        self.clock = max(self.clock, now)
        return [meter.level(self.clock) for meter in self.meters]

    def take(self, now, cost=1):
        if cost < 1 or cost > self.max_cost:
            raise ValueError("never granted")
        levels = self._levels(now)
        refusers = [i for i, level in enumerate(levels) if level.remaining < cost]
        if refusers:
            waits = [self.meters[i].take(self.clock, cost) for i in refusers]
            longest = max(waits)
            self.binding = refusers[waits.index(longest)]
            return longest
        for meter in self.meters:
            meter.take(self.clock, cost)
        ranks = [(level.remaining, -level.reset_after) for level in self._levels(now)]
        self.binding = ranks.index(min(ranks))
        return 0

    def level(self, now):
        levels = self._levels(now)
        return Level(min(each.remaining for each in levels), max(each.reset_after for each in levels))
