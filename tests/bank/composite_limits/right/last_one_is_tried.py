"""Looks at all meters but the last, which is simply tried: its refusal costs nothing, and its grant is wanted then."""

from ratelimit import Level


class Composite:
    def __init__(self, meters):
        seen = []
        for meter in meters:
            if any(meter is other for other in seen):
                raise ValueError("twice the same meter")
            seen.append(meter)
        if not seen:
            raise ValueError("no meter")
        self.meters, self.last = seen[:-1], seen[-1]
        self.capacities = [meter.level(0).remaining for meter in seen]
        self.time = 0
        self.binding = None

    def take(self, now, cost=1):
        if cost < 1 or any(cost > capacity for capacity in self.capacities):
            raise ValueError("never")
        if now > self.time:
            self.time = now
        refusals = {}
        for index, meter in enumerate(self.meters):
            if meter.level(self.time).remaining < cost:
                refusals[index] = meter.take(self.time, cost)
        if refusals and self.last.level(self.time).remaining >= cost:
            return self.refused(refusals)
        wait = self.last.take(self.time, cost)
        if wait:
            refusals[len(self.meters)] = wait
            return self.refused(refusals)
        for meter in self.meters:
            meter.take(self.time, cost)
        best = None
        for index, meter in enumerate([*self.meters, self.last]):
            remaining, reset_after = meter.level(self.time)
            if best is None or (remaining, -reset_after) < best:
                best, self.binding = (remaining, -reset_after), index
        return 0

    def refused(self, refusals):
        longest = max(refusals.values())
        self.binding = min(index for index, wait in refusals.items() if wait == longest)
        return longest

    def level(self, now):
        at = max(now, self.time)
        remaining, reset_after = self.last.level(at)
        for meter in self.meters:
            level = meter.level(at)
            remaining, reset_after = min(remaining, level.remaining), max(reset_after, level.reset_after)
        return Level(remaining, reset_after)
