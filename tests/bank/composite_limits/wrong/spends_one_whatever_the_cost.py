"""Forgets to pass the cost on when it spends: every take costs one.

Breaks: law 1 (granted if each would grant it, then each spends; else none spends anything)
Level: together
Shows: 2/16: take(0, 2) take(0)
Expected: granted, wait 8; yours: granted, granted
Shipped: not known
"""


class Composite:
    def __init__(self, meters):
        self.meters = []
        for meter in meters:
            if any(meter is other for other in self.meters):
                raise ValueError("every meter may be given once")
            self.meters.append(meter)
        if not self.meters:
            raise ValueError("give at least one meter")
        self.capacities = [meter.level(0).remaining for meter in self.meters]
        self.now = 0
        self.binding = None

    def take(self, now, cost=1):
        if cost < 1:
            raise ValueError("cost must be at least 1")
        for capacity in self.capacities:
            if cost > capacity:
                raise ValueError(f"at most {capacity} can be granted")
        if now > self.now:
            self.now = now
        longest = 0
        for index, meter in enumerate(self.meters):
            if meter.level(self.now).remaining < cost:
                wait = meter.take(self.now, cost)
                if wait > longest:
                    longest = wait
                    self.binding = index
        if longest:
            return longest
        for meter in self.meters:
            meter.take(self.now)
        least = None
        for index, meter in enumerate(self.meters):
            remaining, reset_after = meter.level(self.now)
            tightness = (remaining, -reset_after)
            if least is None or tightness < least:
                least = tightness
                self.binding = index
        return 0

    def level(self, now):
        at = now if now > self.now else self.now
        remaining, reset_after = self.meters[0].level(at)
        for meter in self.meters[1:]:
            left, reset = meter.level(at)
            if left < remaining:
                remaining = left
            if reset > reset_after:
                reset_after = reset
        return remaining, reset_after
