"""Sorts the meters by their capacity for itself, and remembers where each stood."""

from ratelimit import Level


class Composite:
    def __init__(self, meters):
        if not meters:
            raise ValueError("empty")
        if len(meters) != len(set(map(id, meters))):
            raise ValueError("doubled")
        placed = [(meter.level(0).remaining, place, meter) for place, meter in enumerate(meters)]
        placed.sort(key=lambda each: each[:2])
        self.largest_cost = placed[0][0]
        self.placed = [(place, meter) for _, place, meter in placed]
        self.now = 0
        self.binding = None

    def take(self, now, cost=1):
        if 1 > cost or cost > self.largest_cost:
            raise ValueError(f"cost {cost}: 1 to {self.largest_cost}")
        if self.now < now:
            self.now = now
        waits = []
        for place, meter in self.placed:
            if meter.level(self.now).remaining < cost:
                waits.append((-meter.take(self.now, cost), place))
        if waits:
            wait, self.binding = min(waits)
            return -wait
        for _, meter in self.placed:
            meter.take(self.now, cost)
        looks = [(*meter.level(self.now), place) for place, meter in self.placed]
        self.binding = min(looks, key=lambda look: (look[0], -look[1], look[2]))[2]
        return 0

    def level(self, now):
        looks = [meter.level(now if now > self.now else self.now) for _, meter in self.placed]
        return Level(min(look.remaining for look in looks), max(look.reset_after for look in looks))
