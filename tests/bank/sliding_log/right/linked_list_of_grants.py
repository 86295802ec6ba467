"""Chains the grants as two-item lists, `[(time, cost), next]`, with a sentinel at the tail that the next grant fills."""

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a log takes no burst")
        self.limit, self.period = quota.limit, quota.period
        self.head = self.tail = []
        self.used = self.clock = self.newest = 0

    def _walk(self, node, used, now):
        while node and node[0][0] + self.period <= now:
            used -= node[0][1]
            node = node[1]
        return node, used

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError(f"cost {cost} is never granted")
        self.clock = now = max(now, self.clock)
        self.head, self.used = self._walk(self.head, self.used, now)
        over, node = self.used + cost - self.limit, self.head
        if over <= 0:
            rest = []
            self.tail.extend(((now, cost), rest))
            self.tail, self.used, self.newest = rest, self.used + cost, now
            return 0
        while over > node[0][1]:
            over -= node[0][1]
            node = node[1]
        return node[0][0] + self.period - now

    def level(self, now: int) -> Level:
        _, used = self._walk(self.head, self.used, now)
        return Level(self.limit - used, max(0, self.newest + self.period - now) if used else 0)
