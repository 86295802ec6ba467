"""Asks every meter for its wait when one refuses, and those that would grant spend.

Breaks: law 1 (granted if each would grant it, then each spends; else none spends anything)
Level: nothing
Same as: takes_in_turn_and_refunds
Shows: 2/16 + 1/64: take(0) take(0)
Expected: the second call spends nothing; yours: the first meter spends one
Shipped: slowapi, and flask-limiter if it does not stop at the first breach: with 2/second and 5/hour, 2 of a burst of
12 were served, and the hour was used up.
"""

from ratelimit import Level


class Composite:
    def __init__(self, meters):
        if not meters:
            raise ValueError("no meters")
        if len({id(m) for m in meters}) != len(meters):
            raise ValueError("a meter is there twice")
        self.meters = list(meters)
        self.most = min(m.level(0).remaining for m in self.meters)
        self.clock = 0
        self.binding = None

    def take(self, now, cost=1):
        if cost < 1 or cost > self.most:
            raise ValueError(f"cost is {cost}, not 1 to {self.most}")
        now = self.clock = max(self.clock, now)
        levels = [m.level(now) for m in self.meters]
        short = [i for i, level in enumerate(levels) if level.remaining < cost]
        if short:
            waits = dict(enumerate(m.take(now, cost) for m in self.meters))
            self.binding = max(short, key=lambda i: waits[i])
            return waits[self.binding]
        for m in self.meters:
            m.take(now, cost)
        after = [m.level(now) for m in self.meters]
        self.binding = min(range(len(after)), key=lambda i: (after[i].remaining, -after[i].reset_after))
        return 0

    def level(self, now):
        now = max(self.clock, now)
        levels = [m.level(now) for m in self.meters]
        return Level(min(l.remaining for l in levels), max(l.reset_after for l in levels))
