"""Wrong: lets each meter that lacks units say by itself whether it ever grants the cost, so a valid take may reach one meter before the next raises (law 3)."""

from ratelimit import Level


class Composite:
    def __init__(self, meters):
        if not meters or len({id(m) for m in meters}) != len(meters):
            raise ValueError("meters")
        self._meters = list(meters)
        self._clock = 0
        self.binding = None

    def take(self, now, cost=1):
        if cost < 1:
            raise ValueError("cost must be at least 1")
        now = max(self._clock, now)
        refusing = [i for i, m in enumerate(self._meters) if m.level(now).remaining < cost]
        if refusing:
            waits = [self._meters[i].take(now, cost) for i in refusing]  # ValueError if one never does
            self._clock = now
            wait = max(waits)
            self.binding = refusing[waits.index(wait)]
            return wait
        self._clock = now
        for m in self._meters:
            m.take(now, cost)
        levels = [m.level(now) for m in self._meters]
        self.binding = min(range(len(levels)), key=lambda i: (levels[i].remaining, -levels[i].reset_after))
        return 0

    def level(self, now):
        levels = [m.level(max(self._clock, now)) for m in self._meters]
        return Level(min(v.remaining for v in levels), max(v.reset_after for v in levels))
