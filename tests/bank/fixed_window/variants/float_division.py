"""Variant of wrong/float_division: a pair of number and count, with static helpers."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        self.limit, self.period = quota.limit, quota.period
        if self.limit != quota.burst:
            raise ValueError("burst != limit")
        self.current = (0, 0)

    @staticmethod
    def number_of(tick: int, period: int) -> int:
        return int(tick / period)

    @staticmethod
    def ticks_to_end(number: int, tick: int, period: int) -> int:
        return period * number + period - tick

    def take(self, now: int, cost: int = 1) -> int:
        if cost > self.limit or cost < 1:
            raise ValueError("impossible cost")
        number, used = max(self.current, (self.number_of(now, self.period), 0))
        if cost > self.limit - used:
            self.current = number, used
            return self.ticks_to_end(number, now, self.period)
        self.current = number, used + cost
        return 0

    def level(self, now: int) -> Level:
        number, used = max(self.current, (self.number_of(now, self.period), 0))
        if used:
            return Level(self.limit - used, self.ticks_to_end(number, now, self.period))
        return Level(self.limit, 0)
