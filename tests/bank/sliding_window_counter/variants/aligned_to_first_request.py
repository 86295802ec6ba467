"""Variant of wrong/aligned_to_first_request: scaled integers in three fields, less an origin."""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("no burst for windows")
        self.cap, self.width = quota.limit, quota.period
        self.origin = None
        self.index = self.older = self.newer = 0

    def _shape(self, tick: int) -> tuple[int, int, int, int]:
        index, into = divmod(max(0, tick - (self.origin or 0)), self.width)
        if index <= self.index:
            return self.index, into, self.older, self.newer
        return index, into, self.newer if index == self.index + 1 else 0, 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.cap:
            raise ValueError(f"cost {cost}")
        if self.origin is None:
            self.origin = now
        now = max(now, self.origin + self.index * self.width)
        self.index, into, self.older, self.newer = self._shape(now)
        spare = (self.cap - self.newer - cost) * self.width
        if spare >= self.older * (self.width - into):
            self.newer += cost
            return 0
        if spare >= 0:
            return self.width - spare // self.older - into
        return 2 * self.width - (self.cap - cost) * self.width // self.newer - into

    def level(self, now: int) -> Level:
        _, into, older, newer = self._shape(now)
        free = (self.cap - newer) * self.width - older * (self.width - into)
        if newer:
            return Level(max(0, free // self.width), 2 * self.width - into)
        return Level(free // self.width, self.width - into if older else 0)
