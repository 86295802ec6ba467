"""A frozen value that leaks and fills into new values; the bucket swaps the old one for the new one at the end."""

from dataclasses import dataclass, replace

from ratelimit import Level, Quota


@dataclass(frozen=True, slots=True)
class Water:
    quota: Quota
    volume: int = 0
    time: int = 0

    def leak(self, now):
        if now <= self.time:
            return self
        return replace(self, volume=max(0, self.volume - (now - self.time) * self.quota.limit), time=now)

    def pour(self, units):
        return replace(self, volume=self.volume + units * self.quota.period)

    def ticks_down_to(self, units):
        return max(0, -((units * self.quota.period - self.volume) // self.quota.limit))


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.water = Water(quota)

    def take(self, now: int, cost: int = 1) -> int:
        burst = self.water.quota.burst
        if not 1 <= cost <= burst:
            raise ValueError(f"cost {cost} is not between 1 and {burst}")
        water = self.water.leak(now)
        wait = water.ticks_down_to(burst - cost)
        self.water = water if wait else water.pour(cost)
        return wait

    def level(self, now: int) -> Level:
        water = self.water.leak(now)
        quota = water.quota
        return Level((quota.burst * quota.period - water.volume) // quota.period, water.ticks_down_to(0))

    def delay(self, now: int) -> int:
        return self.water.leak(now).ticks_down_to(0)
