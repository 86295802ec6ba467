"""Wrong: water leaks in whole units and each take sets the time to now, so parts of a unit are lost.

Source: (b) mailgun/gubernator issue 77 and firecracker-microvm/firecracker pull request 3370: fractions dropped on frequent calls
Witness: 1/2 burst 5: take(0, 5) take(1) -> 2, right: 1
"""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.limit = quota.limit
        self.period = quota.period
        self.burst = quota.burst
        self.brim = quota.burst * quota.period
        self.water = 0
        self.last = 0

    def _water(self, now: int) -> int:
        elapsed = max(0, now - self.last)
        return max(0, self.water - elapsed * self.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError(f"cost must be from 1 to {self.burst}")
        leaked = max(0, now - self.last) * self.limit // self.period
        self.water = max(0, self.water - leaked * self.period)
        self.last = max(self.last, now)
        over = self.water + cost * self.period - self.brim
        if over > 0:
            return -(-over // self.limit)
        self.water += cost * self.period
        return 0

    def level(self, now: int) -> Level:
        water = self._water(now)
        return Level((self.brim - water) // self.period, -(-water // self.limit))

    def delay(self, now: int) -> int:
        return -(-self._water(now) // self.limit)
