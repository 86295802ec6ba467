"""Wrong: take holds on to the clock but level forgets to, so level(now) of an earlier time asks the meters behind the clock (law 4)."""

from operator import attrgetter

from ratelimit import Level

remaining_of, reset_of = attrgetter("remaining"), attrgetter("reset_after")


class Composite:
    def __init__(self, meters):
        if not len(meters) or len({id(m) for m in meters}) != len(meters):
            raise ValueError("need meters, each once")
        self._meters = list(meters)
        self._most = min(remaining_of(m.level(0)) for m in meters)
        self._clock = 0
        self.binding = None

    def take(self, now, cost=1):
        if cost < 1 or cost > self._most:
            raise ValueError("cost")
        self._clock = now = max(self._clock, now)
        short = [i for i, m in enumerate(self._meters) if remaining_of(m.level(now)) < cost]
        if short:
            waits = {i: self._meters[i].take(now, cost) for i in short}
            self.binding = max(short, key=waits.get)
            return waits[self.binding]
        for m in self._meters:
            m.take(now, cost)
        after = [m.level(now) for m in self._meters]
        self.binding = min(range(len(after)), key=lambda i: (remaining_of(after[i]), -reset_of(after[i])))
        return 0

    def level(self, now):
        levels = [m.level(now) for m in self._meters]
        return Level(min(map(remaining_of, levels)), max(map(reset_of, levels)))
