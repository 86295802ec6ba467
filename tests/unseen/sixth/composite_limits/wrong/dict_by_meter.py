"""Wrong: keeps capacities in a dict with the meters as keys: a meter without a hash is a TypeError, equal ones are one."""

from ratelimit import Level


class Composite:
    def __init__(self, meters):
        self._capacity = {meter: meter.level(0).remaining for meter in meters}
        if not self._capacity or len(self._capacity) != len(meters):
            raise ValueError("meters")
        self._clock = 0
        self.binding = None

    def take(self, now, cost=1):
        if cost < 1 or cost > min(self._capacity.values()):
            raise ValueError("cost")
        now = self._clock = max(self._clock, now)
        waits = {i: m.take(now, cost) for i, m in enumerate(self._capacity) if m.level(now).remaining < cost}
        if waits:
            wait = max(waits.values())
            self.binding = next(i for i, w in waits.items() if w == wait)
            return wait
        for m in self._capacity:
            m.take(now, cost)
        self.binding = min(
            ((*m.level(now), i) for i, m in enumerate(self._capacity)), key=lambda each: (each[0], -each[1], each[2])
        )[2]
        return 0

    def level(self, now):
        levels = [m.level(max(self._clock, now)) for m in self._capacity]
        return Level(min(l.remaining for l in levels), max(l.reset_after for l in levels))
