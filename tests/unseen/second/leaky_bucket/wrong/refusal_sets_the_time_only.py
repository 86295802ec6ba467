"""Wrong: a refusal stores the time but not the leaked water, so what leaked until then is lost.

Source: (b) yiisoft/yii2 issue 17237: the timestamp is updated when the rate limit is exceeded
Witness: 1/1 burst 43: take(0, 28) take(1, 17) take(1, 25) -> 10, right: 9
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
        water = self._water(now)
        self.last = max(self.last, now)
        over = water + cost * self.period - self.brim
        if over > 0:
            return -(-over // self.limit)
        self.water = water + cost * self.period
        return 0

    def level(self, now: int) -> Level:
        water = self._water(now)
        return Level((self.brim - water) // self.period, -(-water // self.limit))

    def delay(self, now: int) -> int:
        return -(-self._water(now) // self.limit)
