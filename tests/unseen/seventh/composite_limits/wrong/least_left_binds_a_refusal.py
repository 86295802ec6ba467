"""Wrong: names the meter with the least left for refusals too, where the one with the greatest wait binds (law 7)."""

from ratelimit import Level


class Composite:
    def __init__(self, meters):
        if len(meters) == 0 or len({id(m) for m in meters}) < len(meters):
            raise ValueError("meters")
        self._meters = meters
        self._never = min(m.level(0).remaining for m in meters) + 1
        self._clock = 0
        self.binding = None

    def _tightest(self, now):
        levels = [(m.level(now), i) for i, m in enumerate(self._meters)]
        return min((level.remaining, -level.reset_after, i) for level, i in levels)[2]

    def take(self, now, cost=1):
        if cost < 1 or cost >= self._never:
            raise ValueError("never")
        self._clock = now = max(now, self._clock)
        levels = [m.level(now) for m in self._meters]
        if all(level.remaining >= cost for level in levels):
            for m in self._meters:
                m.take(now, cost)
            self.binding = self._tightest(now)
            return 0
        wait = max(m.take(now, cost) for m, level in zip(self._meters, levels) if level.remaining < cost)
        self.binding = min((level.remaining, -level.reset_after, i) for i, level in enumerate(levels))[2]
        return wait

    def level(self, now):
        levels = [m.level(max(now, self._clock)) for m in self._meters]
        return Level(min(v.remaining for v in levels), max(v.reset_after for v in levels))
