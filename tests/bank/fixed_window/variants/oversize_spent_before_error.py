"""Variant of wrong/oversize_spent_before_error: a two-item list, and the total comes before the decision."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("windows have no burst")
        self.most = quota.limit
        self.every = quota.period
        self.state = [0, 0]

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1:
            raise ValueError("a cost is at least one")
        where, have = self.look(now)
        total = have + cost
        if total <= self.most:
            self.state = [where, total]
            return 0
        if cost > self.most:
            self.state = [where, total]
            raise ValueError("more than a window holds")
        self.state = [where, have]
        return (where + 1) * self.every - now

    def level(self, now: int) -> Level:
        where, have = self.look(now)
        if have == 0:
            return Level(self.most, 0)
        return Level(max(0, self.most - have), (where + 1) * self.every - now)

    def look(self, now: int) -> list[int]:
        where = now // self.every
        return self.state if where <= self.state[0] else [where, 0]
