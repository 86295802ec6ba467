"""Wrong: notes the time before it checks the cost, so a take that raises moves the clock (law 4: of all valid takes)."""

from ratelimit import Level


class Composite:
    def __init__(self, meters):
        self._meters = [*meters]
        if len(self._meters) < 1 or len({id(meter) for meter in self._meters}) < len(self._meters):
            raise ValueError("meters must be one or more, each an object of its own")
        self._capacity = min(meter.level(0).remaining for meter in self._meters)
        self._clock = 0
        self.binding = None

    def _tick(self, now):
        self._clock = max(self._clock, now)
        return self._clock

    def take(self, now, cost=1):
        now = self._tick(now)
        if cost < 1 or cost > self._capacity:
            raise ValueError(f"cost must be between 1 and {self._capacity}")
        waits = {}
        for i, meter in enumerate(self._meters):
            if meter.level(now).remaining < cost:
                waits[i] = meter.take(now, cost)
        if waits:
            self.binding = max(waits, key=waits.get)
            return waits[self.binding]
        best = None
        for i, meter in enumerate(self._meters):
            meter.take(now, cost)
            remaining, reset_after = meter.level(now)
            if best is None or (remaining, -reset_after) < best:
                best = remaining, -reset_after
                self.binding = i
        return 0

    def level(self, now):
        now = max(self._clock, now)
        levels = [meter.level(now) for meter in self._meters]
        return Level(min(level.remaining for level in levels), max(level.reset_after for level in levels))
