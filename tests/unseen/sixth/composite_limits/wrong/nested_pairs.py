"""Wrong: composes two at a time, so the inner meters are asked again for each pair around them: more than three times."""

from ratelimit import Level


class _Pair:
    def __init__(self, a, b):
        self.a, self.b = a, b
        self.binding = None

    def take(self, now, cost):
        short = [m for m in (self.a, self.b) if m.level(now).remaining < cost]
        if short:
            return max(m.take(now, cost) for m in short)
        self.a.take(now, cost)
        self.b.take(now, cost)
        return 0

    def level(self, now):
        a, b = self.a.level(now), self.b.level(now)
        return Level(min(a.remaining, b.remaining), max(a.reset_after, b.reset_after))


class Composite:
    def __init__(self, meters):
        if len(meters) == 0 or len({id(m) for m in meters}) != len(meters):
            raise ValueError("meters")
        self._meters = list(meters)
        self._pairs = self._meters[0]
        for m in self._meters[1:]:
            self._pairs = _Pair(self._pairs, m)
        self._capacity = self._pairs.level(0).remaining
        self._clock = 0
        self.binding = None

    def take(self, now, cost=1):
        if cost < 1 or cost > self._capacity:
            raise ValueError("cost")
        self._clock = max(self._clock, now)
        before = [m.level(self._clock) for m in self._meters]
        wait = self._pairs.take(self._clock, cost)
        if wait:
            waits = [m.take(self._clock, cost) if l.remaining < cost else 0 for m, l in zip(self._meters, before)]
            self.binding = waits.index(wait)
        else:
            after = [m.level(self._clock) for m in self._meters]
            self.binding = min(range(len(after)), key=lambda i: (after[i].remaining, -after[i].reset_after))
        return wait

    def level(self, now):
        return self._pairs.level(max(self._clock, now))
