"""Wrong: looks before it spends, but tells the wait of the first meter that refuses; a later one may refuse for longer."""

from ratelimit import Level


class Composite:
    def __init__(self, meters):
        if len(meters) == 0:
            raise ValueError("no meters")
        if len({id(m) for m in meters}) != len(meters):
            raise ValueError("the same meter twice")
        self._meters = meters
        self._max_cost = min(m.level(0).remaining for m in meters)
        self._now = 0
        self.binding = None

    def take(self, now, cost=1):
        if not (1 <= cost <= self._max_cost):
            raise ValueError("cost")
        now = self._now = max(self._now, now)
        for index, meter in enumerate(self._meters):
            if meter.level(now).remaining < cost:
                self.binding = index
                return meter.take(now, cost)
        best = None
        for index, meter in enumerate(self._meters):
            meter.take(now, cost)
            remaining, reset_after = meter.level(now)
            if best is None or (remaining, -reset_after) < best:
                best = (remaining, -reset_after)
                self.binding = index
        return 0

    def level(self, now):
        now = max(self._now, now)
        levels = [m.level(now) for m in self._meters]
        return Level(min(l[0] for l in levels), max(l[1] for l in levels))
