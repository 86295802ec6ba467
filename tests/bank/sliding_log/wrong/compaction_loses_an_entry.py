"""Cuts its list when 1,000 dead entries have piled up, and the cut takes one entry that still counts.

Breaks: law 9 (no drift)
Level: exact
Shows: 10/100: take(range(0, 10011))
Expected: 90; yours: 0
Shipped: not known
"""

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst")
        self._limit, self._period = quota.limit, quota.period
        self._log = []
        self._head = 0
        self._used = 0
        self._clock = 0

    def _expire(self, now):
        log, head = self._log, self._head
        while head < len(log) and log[head][0] <= now - self._period:
            self._used -= log[head][1]
            head += 1
        if head == len(log):
            log.clear()
            head = 0
        elif head >= 1000 and head * 2 >= len(log):
            self._used -= log[head][1]
            del log[: head + 1]  # off by one
            head = 0
        self._head = head

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self._limit:
            raise ValueError("cost")
        clock = self._clock = max(now, self._clock)
        self._expire(clock)
        if self._used + cost <= self._limit:
            self._log.append((clock, cost))
            self._used += cost
            return 0
        need = self._used + cost - self._limit
        i = self._head
        while True:
            time, units = self._log[i]
            need -= units
            if need <= 0:
                return time + self._period - now
            i += 1

    def level(self, now: int) -> Level:
        used, i = self._used, self._head
        while i < len(self._log) and self._log[i][0] <= now - self._period:
            used -= self._log[i][1]
            i += 1
        if i == len(self._log):
            return Level(self._limit, 0)
        return Level(self._limit - used, self._log[-1][0] + self._period - now)
