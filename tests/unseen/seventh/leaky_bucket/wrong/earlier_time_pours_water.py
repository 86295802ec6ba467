"""Wrong: as throttled-py's leaking bucket, elapsed time has no `max(0, ...)`: below the clock water is added, above the brim too; shows in a level below the clock, which has -1 left."""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self._rate = quota.limit
        self._unit = quota.period
        self._capacity = quota.burst
        self._water = 0
        self._last_leaked = 0

    def _leak(self, now: int) -> int:
        leaked = (now - self._last_leaked) * self._rate
        return max(0, self._water - leaked)

    def take(self, now: int, cost: int = 1) -> int:
        if cost <= 0 or cost > self._capacity:
            raise ValueError(f"Invalid cost: {cost}, must be in 1..{self._capacity}")
        water = self._leak(now)
        overflow = water + (cost - self._capacity) * self._unit
        if overflow > 0:
            return -(-overflow // self._rate)
        self._water = water + cost * self._unit
        self._last_leaked = now
        return 0

    def level(self, now: int) -> Level:
        water = self._leak(now)
        return Level((self._capacity * self._unit - water) // self._unit, -(-water // self._rate))

    def delay(self, now: int) -> int:
        return -(-self._leak(now) // self._rate)
