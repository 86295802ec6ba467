"""Keeps a queue with the departure of each unit, so that its memory and the time of a call grow with the burst.

Breaks: law 9 (Cheap)
Level: cheap
Shows: 1/10 burst 1000000: take(0, 1000000)
Expected: as much work and memory as for take(0); yours: a million entries in a deque
Shipped: not known
"""

from collections import deque

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.departures = deque()  # in 1/limit ticks, the earliest first
        self.clock = 0

    def _gone(self, now: int) -> int:
        now = max(now, self.clock) * self.quota.limit
        gone = 0
        for departure in self.departures:
            if departure > now:
                break
            gone += 1
        return gone

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.burst:
            raise ValueError("cost")
        self.clock = now = max(now, self.clock)
        for _ in range(self._gone(now)):
            self.departures.popleft()
        excess = len(self.departures) + cost - self.quota.burst
        if excess > 0:
            return -((now * self.quota.limit - self.departures[excess - 1]) // self.quota.limit)
        last = max(now * self.quota.limit, self.departures[-1] if self.departures else 0)
        for i in range(1, cost + 1):
            self.departures.append(last + i * self.quota.period)
        return 0

    def level(self, now: int) -> Level:
        waiting = len(self.departures) - self._gone(now)
        return Level(self.quota.burst - waiting, self.delay(now))

    def delay(self, now: int) -> int:
        if not self.departures:
            return 0
        return max(0, -((max(now, self.clock) * self.quota.limit - self.departures[-1]) // self.quota.limit))
