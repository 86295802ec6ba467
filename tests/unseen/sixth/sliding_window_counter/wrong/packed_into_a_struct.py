"""Wrong: the state is 32 bytes, four unsigned longs, as a blob in a store; a `now` or a count of 2**64 doesn't fit."""

import struct

from ratelimit import Level, Quota

STATE = struct.Struct("<4Q")  # clock, window, before, current


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst")
        self.limit = quota.limit
        self.period = quota.period
        self.blob = STATE.pack(0, 0, 0, 0)

    def _load(self, now):
        clock, window, before, current = STATE.unpack(self.blob)
        now = max(now, clock)
        passed = now // self.period - window
        if passed == 1:
            before, current = current, 0
        elif passed > 1:
            before = current = 0
        return now, window + passed, before, current

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError("cost")
        now, window, before, current = self._load(now)
        left = self.period - now % self.period
        room = self.limit - cost - current
        granted = before * left <= room * self.period
        self.blob = STATE.pack(now, window, before, current + cost if granted else current)
        if granted:
            return 0
        if room >= 0:
            return left - room * self.period // before
        return left + self.period - (self.limit - cost) * self.period // current

    def level(self, now: int) -> Level:
        now, _, before, current = self._load(now)
        left = self.period - now % self.period
        remaining = self.limit - current + -before * left // self.period
        return Level(remaining, left + self.period if current else left if before else 0)
