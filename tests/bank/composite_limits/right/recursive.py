"""Walks down the meters by recursion: on the way down each is looked at, and on the way up each spends if all would."""

from ratelimit import Level


class Composite:
    def __init__(self, meters):
        if not meters or len({*map(id, meters)}) - len(meters):
            raise ValueError("some meters, all different")
        self.meters = meters[:]
        self.limit = min([m.level(0).remaining for m in meters])
        self.clock = 0
        self.binding = None

    def take(self, now, cost=1):
        if not self.limit >= cost >= 1:
            raise ValueError("cost")
        self.clock = max(self.clock, now)
        wait, who = self._descend(0, cost, (0, None))
        if wait == 0:
            who = self._tightest(len(self.meters) - 1)[1]
        self.binding = who
        return wait

    def _descend(self, n, cost, worst):
        """Return the longest wait and whose it is; (0, None) if this one and all below it have spent."""
        if n == len(self.meters):
            return worst
        if self.meters[n].level(self.clock).remaining < cost:
            wait = self.meters[n].take(self.clock, cost)
            return self._descend(n + 1, cost, (wait, n) if wait > worst[0] else worst)
        found = self._descend(n + 1, cost, worst)
        if found[0] == 0:
            self.meters[n].take(self.clock, cost)
        return found

    def _tightest(self, n):
        level = self.meters[n].level(self.clock)
        mine = (level.remaining, -level.reset_after), n
        return mine if n == 0 else min(self._tightest(n - 1), mine)

    def level(self, now):
        now = max(now, self.clock)
        everything = [m.level(now) for m in self.meters]
        return Level(min(everything)[0], max(everything, key=lambda level: level[1])[1])
