"""Each call is an object of its own: it looks, decides, and then does or does not do it."""

from functools import cached_property

from ratelimit import Level


class Attempt:
    def __init__(self, meters, now, cost):
        self.meters, self.now, self.cost = meters, now, cost

    @cached_property
    def refusing(self):
        return [n for n, meter in enumerate(self.meters) if meter.level(self.now).remaining < self.cost]

    @cached_property
    def waits(self):
        return {n: self.meters[n].take(self.now, self.cost) for n in self.refusing}

    def commit(self):
        for meter in self.meters:
            meter.take(self.now, self.cost)

    def outcome(self):
        if self.refusing:
            longest = max(self.waits.values())
            return longest, [n for n in self.refusing if self.waits[n] == longest][0]
        self.commit()
        keys = [(level.remaining, -level.reset_after) for level in (meter.level(self.now) for meter in self.meters)]
        return 0, keys.index(min(keys))


class Composite:
    def __init__(self, meters):
        if not meters:
            raise ValueError("no meters given")
        if len(meters) != len({id(meter) for meter in meters}):
            raise ValueError("a meter is given more than once")
        self.meters = list(meters)
        self.capacity = min(meter.level(0).remaining for meter in meters)
        self.highest = 0
        self.binding = None

    def take(self, now, cost=1):
        if not (1 <= cost <= self.capacity):
            raise ValueError(cost)
        self.highest = max(self.highest, now)
        wait, self.binding = Attempt(self.meters, self.highest, cost).outcome()
        return wait

    def level(self, now):
        at = max(self.highest, now)
        return Level(*map(lambda pick, values: pick(values), (min, max), zip(*[m.level(at) for m in self.meters])))
