"""Keeps the room above the water instead of the water: a token bucket seen from below."""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.whole = quota.burst * quota.period
        self.room = self.whole
        self.last = None

    def _room(self, now):
        if self.last is None or now <= self.last:
            return self.room
        return min(self.whole, self.room + (now - self.last) * self.quota.limit)

    def _ticks(self, volume):
        return (volume + self.quota.limit - 1) // self.quota.limit

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1:
            raise ValueError(f"cost {cost} is below 1")
        volume = cost * self.quota.period
        if volume > self.whole:
            raise ValueError(f"cost {cost} is above the burst of {self.quota.burst}")
        self.room = self._room(now)
        self.last = now if self.last is None else max(self.last, now)
        if volume > self.room:
            return self._ticks(volume - self.room)
        self.room -= volume
        return 0

    def level(self, now: int) -> Level:
        room = self._room(now)
        return Level(room // self.quota.period, self._ticks(self.whole - room))

    def delay(self, now: int) -> int:
        return self._ticks(self.whole - self._room(now))
