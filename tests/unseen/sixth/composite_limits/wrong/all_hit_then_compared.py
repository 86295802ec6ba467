"""Wrong: every meter is hit in any case, as `all([limit.hit() for ...])` does: where one refuses, the others have spent."""

from ratelimit import Level


class Composite:
    def __init__(self, meters):
        self.meters = list(meters)
        if len(self.meters) == 0 or len({id(m) for m in self.meters}) < len(self.meters):
            raise ValueError("meters")
        self.limits = [m.level(0).remaining for m in self.meters]
        self.now = 0
        self.binding = None

    def take(self, now, cost=1):
        if cost < 1 or any(cost > limit for limit in self.limits):
            raise ValueError("cost")
        self.now = max(self.now, now)
        waits = [m.take(self.now, cost) for m in self.meters]
        worst = max(waits)
        if worst == 0:
            levels = [m.level(self.now) for m in self.meters]
            tightest = min((l.remaining, -l.reset_after) for l in levels)
            self.binding = [(l.remaining, -l.reset_after) for l in levels].index(tightest)
            return 0
        self.binding = waits.index(worst)
        return worst

    def level(self, now):
        remaining, resets = zip(*[m.level(max(self.now, now)) for m in self.meters])
        return Level(min(remaining), max(resets))
