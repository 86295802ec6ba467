"""Wrong: asks each level anew for each number that it wants, so a granted take asks a meter four times (law 8: three)."""

from ratelimit import Level


class Composite:
    def __init__(self, meters):
        if not meters or len({id(m) for m in meters}) != len(meters):
            raise ValueError("meters")
        self._meters = list(meters)
        self._cap = self._remaining(0)
        self._clock = 0
        self.binding = None

    def _remaining(self, now):
        return min(m.level(now).remaining for m in self._meters)

    def _reset_after(self, now):
        return max(m.level(now).reset_after for m in self._meters)

    def take(self, now, cost=1):
        if cost < 1 or cost > self._cap:
            raise ValueError("cost")
        self._clock = now = max(self._clock, now)
        if self._remaining(now) >= cost:
            for m in self._meters:
                m.take(now, cost)
            self.binding = min(
                range(len(self._meters)),
                key=lambda i: (self._meters[i].level(now).remaining, -self._meters[i].level(now).reset_after),
            )
            return 0
        waits = {i: m.take(now, cost) for i, m in enumerate(self._meters) if m.level(now).remaining < cost}
        self.binding = max(waits, key=waits.get)
        return waits[self.binding]

    def level(self, now):
        now = max(self._clock, now)
        return Level(self._remaining(now), self._reset_after(now))
