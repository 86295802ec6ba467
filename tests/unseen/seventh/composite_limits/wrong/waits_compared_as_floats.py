"""Wrong: compares waits as seconds in floats, so above 2^53 two that differ count as equal, and the first of them is returned and binds (laws 2 and 7)."""

from ratelimit import Level

TICKS_PER_SECOND = 1_000_000_000


def seconds(ticks):
    return ticks / TICKS_PER_SECOND


class Composite:
    def __init__(self, meters):
        if not meters or len({id(m) for m in meters}) != len(meters):
            raise ValueError("meters")
        self._meters = list(meters)
        self._cap = min(m.level(0).remaining for m in self._meters)
        self._clock = 0
        self.binding = None

    def take(self, now, cost=1):
        if cost < 1 or cost > self._cap:
            raise ValueError("cost")
        self._clock = now = max(self._clock, now)
        waits = {i: m.take(now, cost) for i, m in enumerate(self._meters) if m.level(now).remaining < cost}
        if waits:
            self.binding = max(waits, key=lambda i: seconds(waits[i]))
            return waits[self.binding]
        for m in self._meters:
            m.take(now, cost)
        levels = [m.level(now) for m in self._meters]
        self.binding = min(range(len(levels)), key=lambda i: (levels[i].remaining, -levels[i].reset_after))
        return 0

    def level(self, now):
        levels = [m.level(max(self._clock, now)) for m in self._meters]
        return Level(min(v.remaining for v in levels), max(v.reset_after for v in levels))
