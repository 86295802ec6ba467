"""Finds out only when it is asked which meter binds: a take remembers no more than what came of it."""

from ratelimit import Level


class Composite:
    def __init__(self, meters):
        if not meters:
            raise ValueError("a composite of nothing")
        if any(one is other for n, one in enumerate(meters) for other in meters[:n]):
            raise ValueError("a composite of one meter twice")
        self._meters = tuple(meters)
        self._most = min(meter.level(0).remaining for meter in self._meters)
        self._clock = -1
        self._waits = None

    @property
    def binding(self):
        if self._waits is None:
            return None
        if any(self._waits):
            return self._waits.index(max(self._waits))
        levels = [meter.level(self._clock) for meter in self._meters]
        return min(range(len(levels)), key=lambda n: (levels[n].remaining, -levels[n].reset_after, n))

    def take(self, now, cost=1):
        if cost not in range(1, self._most + 1):
            raise ValueError(f"{cost} is not in 1..{self._most}")
        self._clock = at = max(now, self._clock)
        short = [meter.level(at).remaining < cost for meter in self._meters]
        if any(short):
            self._waits = [meter.take(at, cost) if is_short else 0 for meter, is_short in zip(self._meters, short)]
        else:
            self._waits = [meter.take(at, cost) for meter in self._meters]
        return max(self._waits)

    def level(self, now):
        levels = [meter.level(max(now, self._clock)) for meter in self._meters]
        return Level(min(level[0] for level in levels), max(level[1] for level in levels))
