"""Wrong: moves its clock only when it grants, so after a refusal an earlier call is decided in the past (law 4: granted or refused)."""

from ratelimit import Level


class Composite:
    def __init__(self, meters):
        if not meters or len(set(map(id, meters))) != len(meters):
            raise ValueError("meters")
        self._meters = list(meters)
        self._ceiling = min(meter.level(0).remaining for meter in self._meters)
        self._granted_at = 0
        self.binding = None

    def take(self, now, cost=1):
        if cost < 1 or cost > self._ceiling:
            raise ValueError("cost")
        now = max(now, self._granted_at)
        lacking = {i: m for i, m in enumerate(self._meters) if m.level(now).remaining < cost}
        if lacking:
            waits = {i: m.take(now, cost) for i, m in lacking.items()}
            self.binding = max(waits, key=waits.get)
            return waits[self.binding]
        self._granted_at = now
        for m in self._meters:
            m.take(now, cost)
        levels = [m.level(now) for m in self._meters]
        self.binding = min(range(len(levels)), key=lambda i: (levels[i].remaining, -levels[i].reset_after))
        return 0

    def level(self, now):
        now = max(now, self._granted_at)
        levels = [m.level(now) for m in self._meters]
        return Level(min(v.remaining for v in levels), max(v.reset_after for v in levels))
