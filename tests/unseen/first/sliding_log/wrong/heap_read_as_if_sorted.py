"""Entries are in a heap, and the wait walks its list from the front, which is sorted only until something was popped.

Source: (c) a port from Java, whose PriorityQueue iterates in heap order.
Witness: 9/10: take(6) take(7) take(13) take(15, 2) take(16, 9) -> 7, right: 9
"""

from heapq import heappop, heappush

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self.limit, self.period = quota.limit, quota.period
        self.heap: list[tuple[int, int, int]] = []
        self.newest = self.serial = self.used = self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost")
        self.clock = max(self.clock, now)
        while self.heap and self.heap[0][0] <= self.clock:
            self.used -= heappop(self.heap)[2]
        need = self.used + cost - self.limit
        if need > 0:
            for leaves, _, units in self.heap:
                need -= units
                if need <= 0:
                    break
            return leaves - now
        self.serial += 1
        self.newest = self.clock + self.period
        heappush(self.heap, (self.newest, self.serial, cost))
        self.used += cost
        return 0

    def level(self, now: int) -> Level:
        if not self.heap or self.newest <= now:
            return Level(self.limit, 0)
        left = self.limit - self.used
        heads = [0]
        while heads:
            i = heads.pop()
            if i < len(self.heap) and self.heap[i][0] <= now:
                left += self.heap[i][2]
                heads += 2 * i + 1, 2 * i + 2
        return Level(left, self.newest - now)
