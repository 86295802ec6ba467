"""Wrong: takes from every meter and returns the longest wait, as Envoy's descriptors did: a meter that grants is charged although another refuses (law 1)."""

from ratelimit import Level


class Composite:
    def __init__(self, meters):
        if len(meters) == 0 or len(set(map(id, meters))) < len(meters):
            raise ValueError("bad meters")
        self._meters = tuple(meters)
        self._max_cost = min(meter.level(0).remaining for meter in self._meters)
        self._now = 0
        self.binding = None

    def take(self, now, cost=1):
        if not 0 < cost <= self._max_cost:
            raise ValueError(f"cost {cost} can never be granted")
        self._now = max(self._now, now)
        waits = [meter.take(self._now, cost) for meter in self._meters]
        longest = max(waits)
        if longest:
            self.binding = waits.index(longest)
        else:
            self.binding = self._tightest()
        return longest

    def _tightest(self):
        levels = [meter.level(self._now) for meter in self._meters]
        order = [(level.remaining, -level.reset_after, i) for i, level in enumerate(levels)]
        return min(order)[2]

    def level(self, now):
        levels = [meter.level(max(self._now, now)) for meter in self._meters]
        return Level(min(level.remaining for level in levels), max(level.reset_after for level in levels))
