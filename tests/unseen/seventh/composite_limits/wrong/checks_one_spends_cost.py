"""Wrong: as in flask-limiter with deduct_when, the check ignores the cost: it asks whether one unit is left, then takes `cost`, which some meters grant and others refuse (law 1)."""

from ratelimit import Level


class Composite:
    def __init__(self, meters):
        if not meters or len({id(m) for m in meters}) != len(meters):
            raise ValueError("meters")
        self._meters = list(meters)
        self._cap = min(m.level(0).remaining for m in self._meters)
        self._clock = 0
        self.binding = None

    def test(self, now):
        return all(m.level(now).remaining for m in self._meters)

    def take(self, now, cost=1):
        if cost < 1 or cost > self._cap:
            raise ValueError("cost")
        self._clock = now = max(self._clock, now)
        if self.test(now):
            waits = [m.take(now, cost) for m in self._meters]
        else:
            waits = [0 if m.level(now).remaining >= cost else m.take(now, cost) for m in self._meters]
        if any(waits):
            self.binding = waits.index(max(waits))
            return max(waits)
        levels = [m.level(now) for m in self._meters]
        self.binding = min(range(len(levels)), key=lambda i: (levels[i].remaining, -levels[i].reset_after))
        return 0

    def level(self, now):
        levels = [m.level(max(self._clock, now)) for m in self._meters]
        return Level(min(v.remaining for v in levels), max(v.reset_after for v in levels))
