"""It computes the age of an entry modulo 2**32, so that an old entry counts again after 2**32 ticks without a take.

Port from C: `(uint32_t)(now - entry->time) < period`; longer periods take the wide path."""

from collections import deque

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst")
        self.limit, self.period = quota.limit, quota.period
        self.mask = 0xFFFFFFFF if quota.period < 1 << 32 else -1
        self.log, self.used, self.clock = deque(), 0, 0

    def _old(self, time, now):
        return (now - time) & self.mask >= self.period if now > time else False

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError("cost")
        self.clock = now = max(self.clock, now)
        while self.log and self._old(self.log[0][0], now):
            self.used -= self.log.popleft()[1]
        if self.used + cost <= self.limit:
            self.log.append((now, cost))
            self.used += cost
            return 0
        free = self.limit - self.used
        for time, units in self.log:
            free += units
            if free >= cost:
                return self.period - ((now - time) & self.mask)

    def level(self, now: int) -> Level:
        used = self.used
        for time, units in self.log:
            if not self._old(time, now):
                break
            used -= units
        if not used:
            return Level(self.limit, 0)
        newest = self.log[-1][0]
        return Level(self.limit - used, self.period - ((now - newest) & self.mask if now > newest else 0))
