"""Two meters, what has flowed in and what has flowed out, set back to zero whenever they are equal or large."""

from threading import Lock

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.lock = Lock()
        self.inflow = self.outflow = self.clock = 0

    def _outflow(self, now):
        ran = self.outflow + max(0, now - self.clock) * self.quota.limit
        return min(self.inflow, ran)  # nothing runs out of an empty bucket

    def take(self, now: int, cost: int = 1) -> int:
        quota = self.quota
        if not 1 <= cost <= quota.burst:
            raise ValueError(f"cost {cost} is not between 1 and {quota.burst}")
        with self.lock:
            self.outflow = self._outflow(now)
            self.clock = max(self.clock, now)
            if self.outflow == self.inflow or self.inflow > 1 << 60:
                self.inflow, self.outflow = self.inflow - self.outflow, 0
            excess = self.inflow - self.outflow + (cost - quota.burst) * quota.period
            if excess > 0:
                return -(-excess // quota.limit)
            self.inflow += cost * quota.period
            return 0

    def level(self, now: int) -> Level:
        with self.lock:
            inside = self.inflow - self._outflow(now)
        return Level((self.quota.burst * self.quota.period - inside) // self.quota.period, self._ticks(inside))

    def delay(self, now: int) -> int:
        with self.lock:
            return self._ticks(self.inflow - self._outflow(now))

    def _ticks(self, volume):
        return -(-volume // self.quota.limit)
