"""A port from C: a singly linked list of nodes, oldest first, with pointers to its head and tail."""

from __future__ import annotations

from ratelimit import Level, Quota


class Node:
    __slots__ = ("at", "next", "units")

    def __init__(self, at: int, units: int) -> None:
        self.at = at
        self.units = units
        self.next: Node | None = None


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst")
        self.quota = quota
        self.head: Node | None = None
        self.tail: Node | None = None
        self.free = quota.limit
        self.clock = -1

    def take(self, now: int, cost: int = 1) -> int:
        if cost <= 0 or cost > self.quota.limit:
            raise ValueError("cost")
        if self.clock < now:
            self.clock = now
            while self.head is not None and self.clock - self.head.at >= self.quota.period:
                self.free += self.head.units
                self.head = self.head.next
            if self.head is None:
                self.tail = None
        if cost > self.free:
            will_be_free = self.free
            node = self.head
            while True:
                will_be_free += node.units
                if will_be_free >= cost:
                    return node.at + self.quota.period - now
                node = node.next
        self.free -= cost
        if self.tail is not None and self.tail.at == self.clock:
            self.tail.units += cost
            return 0
        node = Node(self.clock, cost)
        if self.tail is None:
            self.head = node
        else:
            self.tail.next = node
        self.tail = node
        return 0

    def level(self, now: int) -> Level:
        if self.tail is None or now - self.tail.at >= self.quota.period:
            return Level(self.quota.limit, 0)
        free, node = self.free, self.head
        while now - node.at >= self.quota.period:
            free += node.units
            node = node.next
        return Level(free, self.tail.at - now + self.quota.period)
