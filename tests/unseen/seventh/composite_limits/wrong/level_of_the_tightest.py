"""Wrong: level is the level of the meter with the least left, so its reset_after may be too short: another one may be fresh later (the greatest of all)."""

from ratelimit import Level


class Composite:
    def __init__(self, meters):
        self._meters = list(meters)
        if not self._meters:
            raise ValueError("empty")
        if len(set(id(m) for m in self._meters)) != len(self._meters):
            raise ValueError("repeated meter")
        self._bound = self.__level(0).remaining
        self._clock = 0
        self.binding = None

    def __level(self, now):
        return min((m.level(now) for m in self._meters), key=lambda v: (v.remaining, -v.reset_after))

    def take(self, now, cost=1):
        if cost < 1 or cost > self._bound:
            raise ValueError("cost out of bounds")
        self._clock = now = max(self._clock, now)
        waits = {i: m.take(now, cost) for i, m in enumerate(self._meters) if m.level(now).remaining < cost}
        if waits:
            self.binding = max(waits, key=lambda i: (waits[i], -i))
            return waits[self.binding]
        ranked = []
        for i, m in enumerate(self._meters):
            m.take(now, cost)
            level = m.level(now)
            ranked.append((level.remaining, -level.reset_after, i))
        self.binding = min(ranked)[2]
        return 0

    def level(self, now):
        return Level(*self.__level(max(self._clock, now)))
