"""Variant of wrong/leaving_gives_back_one: a chain of small nodes from the oldest grant to the newest."""

from ratelimit import Level, Quota


class Node:
    __slots__ = ("after", "cost", "tick")

    def __init__(self, tick: int, cost: int) -> None:
        self.tick, self.cost, self.after = tick, cost, None


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("limit and burst must agree")
        self.max, self.period = quota.limit, quota.period
        self.head = self.tail = None
        self.total = self.clock = 0

    def _skip_dead(self, now: int):
        node, total = self.head, self.total
        while node is not None and node.tick + self.period <= now:
            total -= 1
            node = node.after
        return node, total

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.max:
            raise ValueError(f"cost {cost}")
        self.clock = now = max(self.clock, now)
        self.head, self.total = self._skip_dead(now)
        if self.total + cost <= self.max:
            fresh = Node(now, cost)
            if self.head is None:
                self.head = fresh
            else:
                self.tail.after = fresh
            self.tail = fresh
            self.total += cost
            return 0
        too_many, node, wait = self.total + cost - self.max, self.head, self.period
        while node is not None and too_many > 0:
            too_many -= node.cost
            wait = node.tick + self.period - now
            node = node.after
        return wait

    def level(self, now: int) -> Level:
        node, total = self._skip_dead(now)
        reset = 0 if node is None else self.tail.tick + self.period - now
        return Level(max(0, self.max - total), reset)
