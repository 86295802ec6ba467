"""Wrong: removes old entries by recursion, one frame each; when some thousand leave at once, after a busy window and a pause, it raises RecursionError."""

from __future__ import annotations

from typing import NamedTuple

from ratelimit import Level, Quota


class Node:
    def __init__(self, tick: int, cost: int) -> None:
        self.tick = tick
        self.cost = cost
        self.younger: Node | None = None


class Found(NamedTuple):
    node: Node | None
    units: int


def skip(node: Node | None, until: int, units: int = 0) -> Found:
    """The first node later than the tick, and the units of those before it."""
    if node is None or node.tick > until:
        return Found(node, units)
    return skip(node.younger, until, units + node.cost)


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must be the limit")
        self.limit = quota.limit
        self.period = quota.period
        self.oldest: Node | None = None
        self.newest: Node | None = None
        self.units = 0
        self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost must be from 1 to the limit")
        now = max(now, self.clock)
        first, gone = skip(self.oldest, now - self.period)
        self.clock = now
        self.oldest = first
        self.units -= gone
        over = self.units + cost - self.limit
        if over <= 0:
            node = Node(now, cost)
            if first is None:
                self.oldest = node
            else:
                self.newest.younger = node
            self.newest = node
            self.units += cost
            return 0
        while first.cost < over:
            over -= first.cost
            first = first.younger
        return first.tick + self.period - now

    def level(self, now: int) -> Level:
        first, gone = skip(self.oldest, now - self.period)
        if first is None:
            return Level(self.limit, 0)
        return Level(self.limit - self.units + gone, self.newest.tick + self.period - now)
