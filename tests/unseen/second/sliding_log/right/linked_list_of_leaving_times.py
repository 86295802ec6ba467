"""Right: a singly linked list as in C, each node with the tick at which its units leave; one node per tick."""

from ratelimit import Level, Quota


class Node:
    __slots__ = ("leaves", "units", "next")

    def __init__(self, leaves, units):
        self.leaves = leaves
        self.units = units
        self.next = None


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst differs from limit")
        self.limit = quota.limit
        self.free = quota.limit
        self.period = quota.period
        self.head = self.tail = None
        self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost")
        self.clock = now = max(self.clock, now)
        while self.head is not None and self.head.leaves <= now:
            self.free += self.head.units
            self.head = self.head.next
        if self.head is None:
            self.tail = None
        if cost <= self.free:
            self.free -= cost
            leaves = now + self.period
            if self.tail is None:
                self.head = self.tail = Node(leaves, cost)
            elif self.tail.leaves == leaves:
                self.tail.units += cost
            else:
                self.tail.next = Node(leaves, cost)
                self.tail = self.tail.next
            return 0
        node, room = self.head, self.free + self.head.units
        while room < cost:
            node = node.next
            room += node.units
        return node.leaves - now

    def level(self, now: int) -> Level:
        room, node = self.free, self.head
        while node is not None and node.leaves <= now:
            room += node.units
            node = node.next
        return Level(room, 0 if node is None else self.tail.leaves - now)
