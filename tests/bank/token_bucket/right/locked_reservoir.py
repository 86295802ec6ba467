"""A bucket made of parts: a lock, and a reservoir object that knows filling and drawing but no costs."""

from threading import Lock

from ratelimit import Level, Quota


class Reservoir:
    def __init__(self, inflow, capacity):
        self.inflow, self.capacity = inflow, capacity
        self.volume, self.time = capacity, 0

    def volume_at(self, time):
        elapsed = max(time - self.time, 0)
        return min(self.volume + elapsed * self.inflow, self.capacity)

    def advance(self, time):
        self.volume, self.time = self.volume_at(time), max(time, self.time)

    def time_to(self, volume, held):
        return max(0, -((held - volume) // self.inflow))


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.lock = Lock()
        self.reservoir = Reservoir(quota.limit, quota.burst * quota.period)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.burst:
            raise ValueError(f"cost: {cost}; allowed: 1 to {self.quota.burst}")
        volume = cost * self.quota.period
        with self.lock:
            self.reservoir.advance(now)
            if wait := self.reservoir.time_to(volume, self.reservoir.volume):
                return wait
            self.reservoir.volume -= volume
            return 0

    def level(self, now: int) -> Level:
        with self.lock:
            volume = self.reservoir.volume_at(now)
            return Level(volume // self.quota.period, self.reservoir.time_to(self.reservoir.capacity, volume))
