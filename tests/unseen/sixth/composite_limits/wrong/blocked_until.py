"""Wrong: after a refusal it answers all takes from memory until that wait is over, also smaller ones that would be granted."""

from ratelimit import Level


class Composite:
    """Keeps until when it is over the limit, as Envoy's local cache does, to spare the meters."""

    def __init__(self, meters):
        if len(meters) == 0 or len({id(m) for m in meters}) != len(meters):
            raise ValueError("meters")
        self._meters = meters
        self._capacity = min(m.level(0).remaining for m in meters)
        self._clock = 0
        self._over_until = 0
        self.binding = None

    def take(self, now, cost=1):
        if cost < 1 or cost > self._capacity:
            raise ValueError("cost can never be granted")
        now = self._clock = max(self._clock, now)
        if now < self._over_until:
            return self._over_until - now

        waits = [m.take(now, cost) if m.level(now).remaining < cost else 0 for m in self._meters]
        wait = max(waits)
        if wait > 0:
            self._over_until = now + wait
            self.binding = waits.index(wait)
            return wait
        for m in self._meters:
            m.take(now, cost)
        keys = [(level.remaining, -level.reset_after) for level in (m.level(now) for m in self._meters)]
        self.binding = keys.index(min(keys))
        return 0

    def level(self, now):
        levels = [m.level(max(self._clock, now)) for m in self._meters]
        return Level(min(l.remaining for l in levels), max(l.reset_after for l in levels))
