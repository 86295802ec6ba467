"""Wrong: two slots are tagged with the low 8 bits of their windows, so after 256 windows old counts are back."""

from ratelimit import Level, Quota


class _Slots:
    """The counts of two windows, each in the slot of its parity; a wrong tag means that the slot is stale."""

    __slots__ = ("_tags", "_units")

    def __init__(self) -> None:
        self._tags = bytearray(2)
        self._units = [0, 0]

    def get(self, window: int) -> int:
        slot = window & 1
        return self._units[slot] if self._tags[slot] == window & 0xFF else 0

    def add(self, window: int, cost: int) -> None:
        slot = window & 1
        self._units[slot] = self.get(window) + cost
        self._tags[slot] = window & 0xFF


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self._limit = quota.limit
        self._period = quota.period
        self._slots = _Slots()
        self._clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self._limit:
            raise ValueError("cost out of range")
        self._clock = at = max(self._clock, now)
        window, elapsed = divmod(at, self._period)
        before, current = self._slots.get(window - 1), self._slots.get(window)
        left = self._period - elapsed
        room = self._limit - current - cost
        if before * left <= room * self._period:
            self._slots.add(window, cost)
            return 0
        if room >= 0:
            return at + left - room * self._period // before - now
        return at + left + self._period - (self._limit - cost) * self._period // current - now

    def level(self, now: int) -> Level:
        window, elapsed = divmod(max(now, self._clock), self._period)
        before, current = self._slots.get(window - 1), self._slots.get(window)
        left = self._period - elapsed
        remaining = self._limit - current - -(-before * left // self._period)
        return Level(remaining, left + self._period if current else left if before else 0)
