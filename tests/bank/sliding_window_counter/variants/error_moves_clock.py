"""Variant of wrong/error_moves_clock: a tuple as the state, rolled by a function that stands outside the class."""

from ratelimit import Level, Quota


def rolled(state: tuple[int, int, int], number: int) -> tuple[int, int, int]:
    last, before, current = state
    if number <= last:
        return state
    return (number, current, 0) if number - last == 1 else (number, 0, 0)


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("this algorithm knows no burst")
        self.most, self.span = quota.limit, quota.period
        self.state = 0, 0, 0
        self.high = 0

    def take(self, now: int, cost: int = 1) -> int:
        self.state = rolled(self.state, now // self.span)
        if cost <= 0 or cost > self.most:
            raise ValueError("no such cost")
        self.high = now = max(now, self.high, self.state[0] * self.span)
        self.state = number, before, current = rolled(self.state, now // self.span)
        room = self.most - current - cost
        left = (number + 1) * self.span - now
        if before * left <= room * self.span:
            self.state = number, before, current + cost
            return 0
        if room < 0:
            return left + self.span - (self.most - cost) * self.span // current
        return left - room * self.span // before

    def level(self, now: int) -> Level:
        number, before, current = rolled(self.state, now // self.span)
        left = min(self.span, (number + 1) * self.span - now)
        remaining = (self.span * (self.most - current) - before * left) // self.span
        return Level(max(remaining, 0), left * (current + before > 0) + self.span * (current > 0))
