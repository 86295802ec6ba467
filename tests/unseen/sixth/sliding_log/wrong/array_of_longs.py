"""Wrong: times lie in an array of signed 64-bit numbers, as Java's longs; a `now` of 2**63 and more overflows."""

from array import array

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst")
        self.limit = quota.limit
        self.period = quota.period
        self.slots = array("q", bytes(8 * 8))  # a circular buffer, doubled when it is full
        self.head = 0
        self.size = 0
        self.clock = 0

    def _get(self, index):
        return self.slots[(self.head + index) % len(self.slots)]

    def _push(self, time):
        if self.size == len(self.slots):
            ordered = self.slots[self.head :] + self.slots[: self.head]
            self.slots = ordered + array("q", bytes(8 * len(ordered)))
            self.head = 0
        self.slots[(self.head + self.size) % len(self.slots)] = time
        self.size += 1

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError("cost")
        self.clock = now = max(self.clock, now)
        while self.size and self._get(0) <= now - self.period:
            self.head = (self.head + 1) % len(self.slots)
            self.size -= 1
        over = self.size + cost - self.limit
        if over > 0:
            return self._get(over - 1) + self.period - now
        for _ in range(cost):
            self._push(now)
        return 0

    def level(self, now: int) -> Level:
        gone = 0
        while gone < self.size and self._get(gone) <= now - self.period:
            gone += 1
        used = self.size - gone
        return Level(self.limit - used, self._get(self.size - 1) + self.period - now if used else 0)
