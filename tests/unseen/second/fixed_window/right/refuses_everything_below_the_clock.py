"""Right: the strict choice: below its clock it refuses every take, waits until the clock, and shows an empty level."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.limit != quota.burst:
            raise ValueError("no burst, please")
        self._quota = quota
        self._clock = -1
        self._spent = 0

    def _spent_at(self, now: int) -> int:
        if self._clock < 0:
            return 0
        period = self._quota.period
        return self._spent if now // period == self._clock // period else 0

    def take(self, now: int, cost: int = 1) -> int:
        quota = self._quota
        if cost not in range(1, quota.limit + 1):
            raise ValueError(f"cost {cost} can never be granted")
        if now < self._clock:
            return self._clock - now
        spent = self._spent_at(now)
        self._clock = now
        granted = spent <= quota.limit - cost
        self._spent = spent + cost * granted
        return 0 if granted else quota.period - divmod(now, quota.period)[1]

    def level(self, now: int) -> Level:
        if now < self._clock:
            return Level(0, 0)
        spent = self._spent_at(now)
        rest = self._quota.period - now % self._quota.period
        return Level(self._quota.limit - spent, min(spent, 1) * rest)
