"""Wrong: keeps the levels of a tick, to ask less; of two takes at one tick the second decides by what the first has spent."""

from ratelimit import Level


class Composite:
    def __init__(self, meters):
        if len(meters) == 0 or len({id(m) for m in meters}) != len(meters):
            raise ValueError("meters")
        self._meters = list(meters)
        self._capacity = min(m.level(0).remaining for m in self._meters)
        self._clock = 0
        self._cache = (None, [])
        self.binding = None

    def _levels(self, now):
        tick, levels = self._cache
        if tick != now:
            levels = [m.level(now) for m in self._meters]
            self._cache = (now, levels)
        return levels

    def take(self, now, cost=1):
        if cost < 1 or cost > self._capacity:
            raise ValueError("cost")
        self._clock = max(self._clock, now)
        short = [i for i, level in enumerate(self._levels(self._clock)) if level.remaining < cost]
        if short:
            waits = [self._meters[i].take(self._clock, cost) for i in short]
            wait = max(waits)
            self.binding = short[waits.index(wait)]
            return wait
        waits = [m.take(self._clock, cost) for m in self._meters]
        if any(waits):
            self.binding = waits.index(max(waits))
            return max(waits)
        after = [m.level(self._clock) for m in self._meters]
        self.binding = min(range(len(after)), key=lambda i: (after[i].remaining, -after[i].reset_after))
        return 0

    def level(self, now):
        levels = self._levels(max(self._clock, now))
        return Level(min(l.remaining for l in levels), max(l.reset_after for l in levels))
