"""Right: plain lists; look at every level, then either all meters spend or the ones that lack are asked how long."""

from ratelimit import Level


class Composite:
    def __init__(self, meters):
        self._meters = list(meters)
        if not self._meters:
            raise ValueError("at least one meter is needed")
        if len({id(meter) for meter in self._meters}) < len(self._meters):
            raise ValueError("a meter is there twice")
        self._most = min(meter.level(0).remaining for meter in self._meters)
        self._clock = 0
        self.binding = None

    def take(self, now, cost=1):
        if not 1 <= cost <= self._most:
            raise ValueError(f"cost must be from 1 to {self._most}, got {cost}")
        self._clock = now = max(now, self._clock)
        lacking = [i for i, meter in enumerate(self._meters) if meter.level(now).remaining < cost]
        if lacking:
            wait, last = max((self._meters[i].take(now, cost), -i) for i in lacking)
            self.binding = -last
            return wait
        for meter in self._meters:
            meter.take(now, cost)
        levels = [meter.level(now) for meter in self._meters]
        ranks = [(level.remaining, -level.reset_after) for level in levels]
        self.binding = ranks.index(min(ranks))
        return 0

    def level(self, now):
        now = max(now, self._clock)
        levels = [meter.level(now) for meter in self._meters]
        return Level(min(level.remaining for level in levels), max(level.reset_after for level in levels))
