"""Lets the meter that can never grant a cost raise its own error: a take that raises leaves no trace."""

from ratelimit import Level


class Composite:
    def __init__(self, meters):
        if not len(meters):
            raise ValueError("at least one meter")
        for n, meter in enumerate(meters):
            for other in meters[n + 1 :]:
                if other is meter:
                    raise ValueError(f"meter {n} comes again")
        self.meters = [*meters]
        self.smallest = min(self.meters, key=lambda meter: meter.level(0).remaining)
        self.most = self.smallest.level(0).remaining
        self.clock = 0
        self.binding = None

    def take(self, now, cost=1):
        now = max(now, self.clock)
        if not 1 <= cost <= self.most:
            return self.smallest.take(now, cost)
        self.clock = now
        levels = [meter.level(now) for meter in self.meters]
        if min(level.remaining for level in levels) >= cost:
            for meter in self.meters:
                meter.take(now, cost)
            self.binding = self._next_to_refuse(now)
            return 0
        longest = 0
        for n, level in enumerate(levels):
            if level.remaining < cost:
                wait = self.meters[n].take(now, cost)
                if wait > longest:
                    longest, self.binding = wait, n
        return longest

    def _next_to_refuse(self, now):
        found, least, latest = 0, None, None
        for n, meter in enumerate(self.meters):
            left, reset = meter.level(now)
            if least is None or left < least or (left == least and reset > latest):
                found, least, latest = n, left, reset
        return found

    def level(self, now):
        now = max(now, self.clock)
        left = reset = None
        for meter in self.meters:
            level = meter.level(now)
            left = level.remaining if left is None else min(left, level.remaining)
            reset = level.reset_after if reset is None else max(reset, level.reset_after)
        return Level(left, reset)
