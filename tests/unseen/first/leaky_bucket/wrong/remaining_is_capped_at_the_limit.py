"""remaining never exceeds the limit, though a larger burst fits.

Source: (a) remaining is the largest cost that would be granted
Witness: 1/1 burst 2: level(0) -> Level(1, 0), right: Level(2, 0)
"""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self._gain, self._unit, self._full = quota.terms
        self._room = self._full
        self._at = 0
        self._limit = quota.limit

    def _room_at(self, now: int) -> int:
        if now <= self._at:
            return self._room
        return min(self._full, self._room + (now - self._at) * self._gain)

    def take(self, now: int, cost: int = 1) -> int:
        need = cost * self._unit
        if need <= 0 or need > self._full:
            raise ValueError("cost")
        room = self._room_at(now)
        if room < need:
            return (need - room + self._gain - 1) // self._gain
        self._room = room - need
        self._at = max(now, self._at)
        return 0

    def level(self, now: int) -> Level:
        return Level(min(self._limit, self._room_at(now) // self._unit), self.delay(now))

    def delay(self, now: int) -> int:
        return (self._full - self._room_at(now) + self._gain - 1) // self._gain
