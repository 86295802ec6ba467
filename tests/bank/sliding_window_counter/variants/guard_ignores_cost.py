"""Variant of wrong/guard_ignores_cost: the room is kept instead of the count, in units times ticks."""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst")
        self.unit = quota.period
        self.full = quota.limit * quota.period
        self.window = self.past = self.mine = 0
        self.clock = 0

    def _turn(self, now: int) -> tuple[int, int, int, int]:
        window, into = divmod(now, self.unit)
        if window <= self.window:
            return self.window, self.past, self.mine, into
        return window, self.mine if window == self.window + 1 else 0, 0, into

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost * self.unit > self.full:
            raise ValueError("cost")
        self.clock = now = max(self.clock, now)
        self.window, self.past, self.mine, into = self._turn(now)
        room = self.full - self.past * (self.unit - into) - self.mine * self.unit
        if room >= self.unit:
            self.mine += cost
        if room >= cost * self.unit:
            return 0
        later = self.full - (self.mine + cost) * self.unit
        if later >= 0:
            return self.unit - into - later // self.past
        return 2 * self.unit - into - (self.full - cost * self.unit) // self.mine

    def level(self, now: int) -> Level:
        _, past, mine, into = self._turn(now)
        room = self.full - past * (self.unit - into) - mine * self.unit
        windows = 2 if mine else 1 if past else 0
        return Level(max(0, room) // self.unit, windows and windows * self.unit - into)
