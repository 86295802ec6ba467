"""Two meters at a time: a tree of pairs, each of which looks and spends like one meter."""

from typing import NamedTuple


class View(NamedTuple):
    remaining: int
    reset_after: int
    tightest: tuple[int, int, int]


class Leaf:
    def __init__(self, place, meter):
        self.place, self.meter = place, meter
        self.capacity = meter.level(0).remaining

    def view(self, now):
        left, reset = self.meter.level(now)
        return View(left, reset, (left, -reset, self.place))

    def spend(self, now, cost):
        self.meter.take(now, cost)

    def waits(self, now, cost):
        if self.meter.level(now).remaining < cost:
            return (self.meter.take(now, cost), -self.place)
        return (0, -self.place)


class Pair:
    def __init__(self, left, right):
        self.left, self.right = left, right
        self.capacity = min(left.capacity, right.capacity)

    def view(self, now):
        one, other = self.left.view(now), self.right.view(now)
        return View(
            min(one.remaining, other.remaining),
            max(one.reset_after, other.reset_after),
            min(one.tightest, other.tightest),
        )

    def spend(self, now, cost):
        self.left.spend(now, cost)
        self.right.spend(now, cost)

    def waits(self, now, cost):
        return max(self.left.waits(now, cost), self.right.waits(now, cost))


def tree(leaves):
    if len(leaves) == 1:
        return leaves[0]
    middle = len(leaves) // 2
    return Pair(tree(leaves[:middle]), tree(leaves[middle:]))


class Composite:
    def __init__(self, meters):
        if not meters or len({id(meter) for meter in meters}) < len(meters):
            raise ValueError("needs meters, and each once")
        self.root = tree([Leaf(place, meter) for place, meter in enumerate(meters)])
        self.clock = 0
        self.binding = None

    def take(self, now, cost=1):
        if cost < 1 or cost > self.root.capacity:
            raise ValueError(f"cost must be between 1 and {self.root.capacity}, got {cost}")
        self.clock = max(self.clock, now)
        wait, place = self.root.waits(self.clock, cost)
        if wait:
            self.binding = -place
        else:
            self.root.spend(self.clock, cost)
            self.binding = self.root.view(self.clock).tightest[2]
        return wait

    def level(self, now):
        return tuple(self.root.view(max(now, self.clock))[:2])
