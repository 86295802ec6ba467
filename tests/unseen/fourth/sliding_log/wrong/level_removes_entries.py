"""It removes the entries that have left by the time that `level` asks about, also if that is in the future."""

from ratelimit import Level, Quota


class Node:
    __slots__ = ("time", "units", "next")

    def __init__(self, time, units):
        self.time, self.units, self.next = time, units, None


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst differs from limit")
        self.limit, self.period = quota.limit, quota.period
        self.head = self.tail = None
        self.count = 0
        self.clock = 0

    def _expire(self, now):
        while self.head is not None and self.head.time + self.period <= now:
            self.count -= self.head.units
            self.head = self.head.next

    def take(self, now: int, cost: int = 1) -> int:
        if cost <= 0 or self.limit < cost:
            raise ValueError("never")
        self.clock = now = max(now, self.clock)
        self._expire(now)
        if self.count + cost > self.limit:
            node, free = self.head, self.limit - self.count + self.head.units
            while free < cost:
                node = node.next
                free += node.units
            return node.time + self.period - now
        node = Node(now, cost)
        if self.head is None:
            self.head = node
        else:
            self.tail.next = node
        self.tail = node
        self.count += cost
        return 0

    def level(self, now: int) -> Level:
        self._expire(now)
        if self.head is None:
            return Level(self.limit, 0)
        return Level(self.limit - self.count, self.tail.time + self.period - now)
