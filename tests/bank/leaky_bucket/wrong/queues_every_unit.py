"""Keeps a real queue with the departure of every unit in it: as many numbers as the burst.

Breaks: law 8 (one decision is cheap)
Level: cheap
Shows: with a burst of 10^9, a take of 10^9 appends 10^9 departures
Expected: 0 at once, a handful of numbers kept; yours: 0 after minutes, or out of memory
Shipped: not known
"""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.queue = []  # departures, ascending, in ticks times the limit

    def _waiting(self, now):
        return [departure for departure in self.queue if departure > now * self.quota.limit]

    def _ticks(self, departure, now):
        return -(-(departure - now * self.quota.limit) // self.quota.limit)

    def take(self, now: int, cost: int = 1) -> int:
        quota = self.quota
        if not 1 <= cost <= quota.burst:
            raise ValueError(f"cost {cost} is not between 1 and {quota.burst}")
        while self.queue and self.queue[0] <= now * quota.limit:
            self.queue.pop(0)
        surplus = len(self.queue) + cost - quota.burst
        if surplus > 0:
            return self._ticks(self.queue[surplus - 1], now)
        last = self.queue[-1] if self.queue else now * quota.limit
        self.queue.extend(last + (k + 1) * quota.period for k in range(cost))
        return 0

    def level(self, now: int) -> Level:
        return Level(max(0, self.quota.burst - len(self._waiting(now))), self.delay(now))

    def delay(self, now: int) -> int:
        waiting = self._waiting(now)
        return self._ticks(waiting[-1], now) if waiting else 0
