"""Linked nodes as in C or Java; a take behind the clock is refused; many checks."""

from ratelimit import Level, Quota


class Node:
    __slots__ = ("time", "units", "next")

    def __init__(self, time, units):
        self.time, self.units, self.next = time, units, None


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst differs from limit")
        self.limit = quota.limit
        self.period = quota.period
        self.head = self.tail = None
        self.count = 0
        self.clock = None

    def take(self, now: int, cost: int = 1) -> int:
        if cost <= 0 or self.limit < cost:
            raise ValueError("never")
        if self.clock is not None and now < self.clock:
            return self.clock + self.period - now
        self.clock = now
        while self.head is not None and self.head.time + self.period <= now:
            self.count -= self.head.units
            self.head = self.head.next
        if self.head is None:
            assert self.count == 0
            self.tail = None
        if self.count + cost > self.limit:
            node, free = self.head, self.limit - self.count + self.head.units
            while free < cost:
                node = node.next
                free += node.units
            return node.time + self.period - now
        if self.tail is not None and self.tail.time == now:
            self.tail.units += cost
        else:
            node = Node(now, cost)
            if self.tail is None:
                self.head = node
            else:
                self.tail.next = node
            self.tail = node
        self.count += cost
        return 0

    def level(self, now: int) -> Level:
        if self.clock is None:
            return Level(self.limit, 0)
        if now < self.clock:
            return Level(0, self.period)
        node, count = self.head, self.count
        while node is not None and node.time + self.period <= now:
            count -= node.units
            node = node.next
        if node is None:
            return Level(self.limit, 0)
        return Level(self.limit - count, self.tail.time + self.period - now)
