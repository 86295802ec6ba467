"""Wrong: the dummy node before the first entry is one object for all logs, so a log can follow another log's entries."""

from __future__ import annotations

from ratelimit import Level, Quota


class _Node:
    __slots__ = ("next", "tick", "units")

    def __init__(self, tick: int, units: int) -> None:
        self.tick = tick
        self.units = units
        self.next: _Node | None = None


_BEFORE_FIRST = _Node(-1, 0)


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a log has no burst")
        self.limit = quota.limit
        self.period = quota.period
        self.head = self.tail = _BEFORE_FIRST  # the head is the node before the oldest entry
        self.units = 0
        self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError("cost out of range")
        if now > self.clock:
            self.clock = now
        while self.head is not self.tail and self.head.next.tick <= self.clock - self.period:
            self.head = self.head.next
            self.units -= self.head.units
        if self.units + cost <= self.limit:
            self.tail.next = _Node(self.clock, cost)
            self.tail = self.tail.next
            self.units += cost
            return 0
        free, node = self.limit - self.units, self.head
        while free < cost:
            node = node.next
            free += node.units
        return node.tick + self.period - now

    def level(self, now: int) -> Level:
        units, node = self.units, self.head
        while node is not self.tail and node.next.tick <= now - self.period:
            node = node.next
            units -= node.units
        if node is self.tail:
            return Level(self.limit, 0)
        return Level(self.limit - units, self.tail.tick + self.period - now)
