"""Wrong: sorts the meters so that the smallest is asked first, and binding counts in that order, not in the order in which they were given (law 7)."""

from ratelimit import Level


class Composite:
    def __init__(self, meters):
        if not meters or len({id(m) for m in meters}) != len(meters):
            raise ValueError("meters")
        self._meters = sorted(meters, key=lambda m: m.level(0).remaining)
        self._cap = self._meters[0].level(0).remaining
        self._clock = 0
        self.binding = None

    def take(self, now, cost=1):
        if cost < 1 or cost > self._cap:
            raise ValueError("cost")
        self._clock = now = max(self._clock, now)
        waits = {i: m.take(now, cost) for i, m in enumerate(self._meters) if m.level(now).remaining < cost}
        if waits:
            self.binding = max(waits, key=waits.get)
            return waits[self.binding]
        for m in self._meters:
            m.take(now, cost)
        levels = [m.level(now) for m in self._meters]
        self.binding = min(range(len(levels)), key=lambda i: (levels[i].remaining, -levels[i].reset_after))
        return 0

    def level(self, now):
        levels = [m.level(max(self._clock, now)) for m in self._meters]
        return Level(min(v.remaining for v in levels), max(v.reset_after for v in levels))
