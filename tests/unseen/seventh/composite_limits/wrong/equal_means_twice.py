"""Wrong: looks for duplicates with `in`, which compares with ==, so two meters that are equal but not the same are refused (the contract: two that compare equal are still two)."""

from ratelimit import Level


class Composite:
    def __init__(self, meters):
        known = []
        for meter in meters:
            if meter in known:
                raise ValueError("the same meter twice")
            known.append(meter)
        if not known:
            raise ValueError("no meters")
        self._meters = known
        self._cap = min(meter.level(0).remaining for meter in known)
        self._clock = 0
        self.binding = None

    def take(self, now, cost=1):
        if cost < 1 or cost > self._cap:
            raise ValueError("out of range")
        now = self._clock = max(self._clock, now)
        short = [(i, meter) for i, meter in enumerate(self._meters) if meter.level(now).remaining < cost]
        if short:
            waits = [(meter.take(now, cost), i) for i, meter in short]
            wait = max(wait for wait, _ in waits)
            self.binding = min(i for each, i in waits if each == wait)
            return wait
        ranks = []
        for i, meter in enumerate(self._meters):
            meter.take(now, cost)
            left, reset = meter.level(now)
            ranks.append((left, -reset, i))
        self.binding = min(ranks)[-1]
        return 0

    def level(self, now):
        left, reset = zip(*[meter.level(max(now, self._clock)) for meter in self._meters])
        return Level(min(left), max(reset))
