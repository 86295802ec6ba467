"""Wrong: picks the binding meter from the levels that it has looked at before the take; what remains keeps its order, but who is fresh last may change with the spend (law 7: afterwards)."""

from ratelimit import Level


class Composite:
    """Saves the third question per meter: all lose the same cost, so the smallest stays the smallest."""

    def __init__(self, meters):
        self._meters = list(meters)
        if not self._meters or len({id(m) for m in self._meters}) != len(self._meters):
            raise ValueError("meters")
        self._largest = min(m.level(0).remaining for m in self._meters)
        self._clock = 0
        self.binding = None

    def take(self, now, cost=1):
        if cost < 1 or cost > self._largest:
            raise ValueError("cost is never granted")
        self._clock = now = max(self._clock, now)
        levels = [m.level(now) for m in self._meters]
        refusing = [i for i, level in enumerate(levels) if level.remaining < cost]
        if not refusing:
            for m in self._meters:
                m.take(now, cost)
            self.binding = min(range(len(levels)), key=lambda i: (levels[i].remaining, -levels[i].reset_after))
            return 0
        waits = [self._meters[i].take(now, cost) for i in refusing]
        wait = max(waits)
        self.binding = refusing[waits.index(wait)]
        return wait

    def level(self, now):
        levels = [m.level(max(self._clock, now)) for m in self._meters]
        return Level(min(level.remaining for level in levels), max(level.reset_after for level in levels))
