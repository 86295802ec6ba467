"""Wrong: keeps one entry for each unit that waits, so time and memory grow with the cost and the burst.

Source: (c) a real queue: collections.deque of departures
Witness: what it keeps grows with the cost (law 8).

    import tracemalloc
    m = LeakyBucket(Quota(3, 10, 10_000))
    m.take(0)
    tracemalloc.start()
    m.take(0, 9_999)
    grown = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert grown < 10_000
"""

from collections import deque

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.clock = 0
        self.queue: deque[int] = deque()

    def _water(self, now: int) -> int:
        if not self.queue:
            return 0
        return max(0, self.queue[-1] - max(now, self.clock) * self.quota.limit)

    def take(self, now: int, cost: int = 1) -> int:
        limit, period, burst = self.quota.limit, self.quota.period, self.quota.burst
        if not 1 <= cost <= burst:
            raise ValueError("cost must be from 1 to the burst")
        self.clock = max(self.clock, now)
        tick = self.clock * limit
        while self.queue and self.queue[0] <= tick:
            self.queue.popleft()
        over = self._water(now) + (cost - burst) * period
        if over > 0:
            return -(-over // limit)
        end = self.queue[-1] if self.queue else tick
        self.queue.extend(end + period * unit for unit in range(1, cost + 1))
        return 0

    def level(self, now: int) -> Level:
        water = self._water(now)
        return Level(self.quota.burst - -(-water // self.quota.period), self.delay(now))

    def delay(self, now: int) -> int:
        return -(-self._water(now) // self.quota.limit)
