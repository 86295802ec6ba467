"""Remembers what it last saw: within one tick nothing changes but by its own takes."""

from ratelimit import Level


class Composite:
    __slots__ = ("binding", "capacity", "clock", "levels", "meters")

    def __init__(self, meters):
        if len(meters) < 1:
            raise ValueError("len(meters) must be at least 1")
        if len(frozenset(id(meter) for meter in meters)) < len(meters):
            raise ValueError("meters must be distinct objects")
        self.meters = tuple(meters)
        self.clock, self.binding = 0, None
        self.levels = [meter.level(0) for meter in self.meters]
        self.capacity = min(level.remaining for level in self.levels)

    def take(self, now, cost=1):
        if cost < 1 or cost > self.capacity:
            raise ValueError(f"cost must be 1..{self.capacity}, got {cost}")
        if now > self.clock:
            self.clock = now
            self.levels = self._look(now)
        longest, place = 0, -1
        for n, (meter, level) in enumerate(zip(self.meters, self.levels)):
            if level.remaining < cost:
                wait = meter.take(self.clock, cost)
                if wait > longest:
                    longest, place = wait, n
        if place >= 0:
            self.binding = place
            return longest
        for meter in self.meters:
            meter.take(self.clock, cost)
        self.levels = self._look(self.clock)
        self.binding = min(
            range(len(self.meters)), key=lambda n: (self.levels[n].remaining, -self.levels[n].reset_after)
        )
        return 0

    def level(self, now):
        levels = self._look(now) if now > self.clock else self.levels
        return Level(min(level.remaining for level in levels), max(level.reset_after for level in levels))

    def _look(self, now):
        return [meter.level(now) for meter in self.meters]
