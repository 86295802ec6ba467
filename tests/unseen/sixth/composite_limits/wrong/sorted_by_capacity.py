"""Wrong: sorts the meters by capacity, to ask the strictest first, and `binding` is the place after sorting."""

from ratelimit import Level


class Composite:
    def __init__(self, meters):
        if len(meters) == 0 or len({id(m) for m in meters}) != len(meters):
            raise ValueError("meters")
        self._limits = sorted(((m.level(0).remaining, i, m) for i, m in enumerate(meters)), key=lambda limit: limit[:2])
        self._strictest = self._limits[0][0]
        self._meters = [m for _, _, m in self._limits]
        self._clock = 0
        self.binding = None

    def take(self, now, cost=1):
        if not 1 <= cost <= self._strictest:
            raise ValueError(f"cost must be in 1..{self._strictest}")
        self._clock = max(self._clock, now)
        waits = {}
        for i, m in enumerate(self._meters):
            if m.level(self._clock).remaining < cost:
                waits[i] = m.take(self._clock, cost)
        if waits:
            self.binding = max(waits, key=waits.get)
            return waits[self.binding]
        levels = []
        for i, m in enumerate(self._meters):
            m.take(self._clock, cost)
            level = m.level(self._clock)
            levels.append((level.remaining, -level.reset_after, i))
        self.binding = min(levels)[2]
        return 0

    def level(self, now):
        levels = [m.level(max(self._clock, now)) for m in self._meters]
        return Level(min(l.remaining for l in levels), max(l.reset_after for l in levels))
