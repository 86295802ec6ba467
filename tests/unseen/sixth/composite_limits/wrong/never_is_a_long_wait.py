"""Wrong: a cost that some meter can never grant is refused with a huge wait, if another meter could grant it."""

from ratelimit import Level

FOREVER = 2**63 - 1


class Composite:
    def __init__(self, meters):
        if len(meters) == 0 or len({id(m) for m in meters}) != len(meters):
            raise ValueError("meters")
        self._meters = tuple(meters)
        self._capacity = tuple(m.level(0).remaining for m in meters)
        self._clock = 0
        self.binding = None

    def _ask(self, i, cost):
        if cost > self._capacity[i]:
            return FOREVER
        if self._meters[i].level(self._clock).remaining >= cost:
            return 0
        return self._meters[i].take(self._clock, cost)

    def take(self, now, cost=1):
        if cost < 1 or cost > max(self._capacity):
            raise ValueError(f"cost must be from 1 to {max(self._capacity)}")
        self._clock = max(self._clock, now)
        waits = [self._ask(i, cost) for i in range(len(self._meters))]
        wait = max(waits)
        if wait:
            self.binding = waits.index(wait)
            return wait
        for m in self._meters:
            m.take(self._clock, cost)
        self.binding = min(enumerate(self._meters), key=self._slack)[0]
        return 0

    def _slack(self, pair):
        remaining, reset_after = pair[1].level(self._clock)
        return remaining, -reset_after

    def level(self, now):
        now = max(self._clock, now)
        levels = [m.level(now) for m in self._meters]
        return Level(min(l.remaining for l in levels), max(l.reset_after for l in levels))
