"""Right: the complement, a token bucket's free room, with the quota's terms reduced by their gcd; the clock is moved by grants only, which no answer can tell."""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self._gain, self._unit, self._full = quota.terms
        self._room = self._full
        self._at = 0

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
        return Level(self._room_at(now) // self._unit, self.delay(now))

    def delay(self, now: int) -> int:
        return (self._full - self._room_at(now) + self._gain - 1) // self._gain
