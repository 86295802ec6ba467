"""Room and need are in lowest terms, but the wait is divided by the limit as given.

Source: (c) two scales in one class, alike when the gcd is 1
Witness: 2/2 burst 4: take(0, 2) take(0, 4) -> 1, right: 2
"""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self._gain, self._unit, self._full = quota.terms
        self._room = self._full
        self._at = 0
        self._rate = quota.limit

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
            return -((room - need) // self._rate)
        self._room = room - need
        self._at = max(now, self._at)
        return 0

    def level(self, now: int) -> Level:
        return Level(self._room_at(now) // self._unit, self.delay(now))

    def delay(self, now: int) -> int:
        return (self._full - self._room_at(now) + self._gain - 1) // self._gain
