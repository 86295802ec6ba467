"""Variant of wrong/wait_rounded_down: an immutable state, and every call makes the next one."""

from dataclasses import dataclass

from ratelimit import Level, Quota


@dataclass(frozen=True)
class Filling:
    tick: int
    slices: int

    def later(self, tick: int, quota: Quota) -> "Filling":
        if tick <= self.tick:
            return self
        slices = self.slices + (tick - self.tick) * quota.limit
        return Filling(tick, min(slices, quota.burst * quota.period))

    def less(self, slices: int) -> "Filling":
        return Filling(self.tick, self.slices - slices)


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.filling = Filling(0, quota.burst * quota.period)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.burst:
            raise ValueError("cost")
        self.filling = self.filling.later(now, self.quota)
        after = self.filling.less(cost * self.quota.period)
        if after.slices >= 0:
            self.filling = after
            return 0
        return -after.slices // self.quota.limit

    def level(self, now: int) -> Level:
        filling = self.filling.later(now, self.quota)
        lacks = self.quota.burst * self.quota.period - filling.slices
        return Level(filling.slices // self.quota.period, -(-lacks // self.quota.limit))
