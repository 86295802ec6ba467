"""Functional: an immutable state, a pure view of it at any tick, and the wait by halving, as the estimate only sinks."""

from typing import NamedTuple

from ratelimit import Level, Quota


class State(NamedTuple):
    window: int = 0
    before: int = 0
    current: int = 0


def view(s: State, window: int) -> State:
    if window <= s.window:
        return s
    return State(window, s.current if window == s.window + 1 else 0, 0)


def room(s: State, now: int, quota: Quota) -> int:
    """What the estimate leaves, in units; rounded down."""
    s = view(s, now // quota.period)
    scaled = s.before * (quota.period - now % quota.period) + s.current * quota.period
    return (quota.limit * quota.period - scaled) // quota.period


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("no burst")
        self.quota, self.state, self.clock = quota, State(), 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.limit:
            raise ValueError("cost")
        self.clock = now = max(self.clock, now)
        self.state = s = view(self.state, now // self.quota.period)
        if cost <= room(s, now, self.quota):
            self.state = s._replace(current=s.current + cost)
            return 0
        refused, granted = 0, 2 * self.quota.period
        while granted - refused > 1:
            middle = (refused + granted) // 2
            if cost <= room(s, now + middle, self.quota):
                granted = middle
            else:
                refused = middle
        return granted

    def level(self, now: int) -> Level:
        period = self.quota.period
        s = view(self.state, now // period)
        end = (now // period + 1) * period
        reset = end + period - now if s.current else end - now if s.before else 0
        return Level(max(0, room(self.state, now, self.quota)), max(0, reset))
