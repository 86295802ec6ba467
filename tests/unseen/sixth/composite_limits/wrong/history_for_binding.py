"""Wrong: keeps every decision in a list, of which `binding` reads the last: memory grows with each take."""

from ratelimit import Level


class Composite:
    def __init__(self, meters):
        if len(meters) == 0 or len({id(m) for m in meters}) != len(meters):
            raise ValueError("meters")
        self._meters = list(meters)
        self._capacity = min(m.level(0).remaining for m in self._meters)
        self._decisions = []

    @property
    def binding(self):
        return self._decisions[-1][2] if self._decisions else None

    def _decide(self, now, wait, binding):
        self._decisions.append((now, wait, binding))
        return wait

    def take(self, now, cost=1):
        if cost < 1 or cost > self._capacity:
            raise ValueError("cost")
        if self._decisions:
            now = max(now, self._decisions[-1][0])
        waits = [0 if m.level(now).remaining >= cost else m.take(now, cost) for m in self._meters]
        if any(waits):
            return self._decide(now, max(waits), waits.index(max(waits)))
        for m in self._meters:
            m.take(now, cost)
        ranks = [(l.remaining, -l.reset_after) for l in (m.level(now) for m in self._meters)]
        return self._decide(now, 0, ranks.index(min(ranks)))

    def level(self, now):
        if self._decisions:
            now = max(now, self._decisions[-1][0])
        levels = [m.level(now) for m in self._meters]
        return Level(min(l.remaining for l in levels), max(l.reset_after for l in levels))
