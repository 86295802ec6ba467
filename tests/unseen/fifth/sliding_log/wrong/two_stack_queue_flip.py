"""Wrong: a queue of two stacks; the take that finds the old one empty turns over the whole rest of the log."""

from itertools import chain

from ratelimit import Level, Quota


class _Queue:
    """FIFO of two lists: push on one, pop from the other, O(1) amortised."""

    def __init__(self) -> None:
        self._in: list[tuple[int, int]] = []
        self._out: list[tuple[int, int]] = []
        self.newest = (0, 0)

    def push(self, item: tuple[int, int]) -> None:
        self._in.append(item)
        self.newest = item

    def peek(self) -> tuple[int, int] | None:
        if not self._out:
            while self._in:
                self._out.append(self._in.pop())
        return self._out[-1] if self._out else None

    def pop(self) -> tuple[int, int]:
        return self._out.pop()

    def __iter__(self):
        return chain(reversed(self._out), self._in)


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a log has no burst")
        self.limit, self.period = quota.limit, quota.period
        self.queue = _Queue()
        self.units = 0
        self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError("cost out of range")
        self.clock = max(self.clock, now)
        while (oldest := self.queue.peek()) and oldest[0] <= self.clock - self.period:
            self.units -= self.queue.pop()[1]
        if self.units + cost <= self.limit:
            self.queue.push((self.clock, cost))
            self.units += cost
            return 0
        excess = self.units + cost - self.limit
        for tick, units in self.queue:
            excess -= units
            if excess <= 0:
                break
        return tick + self.period - now

    def level(self, now: int) -> Level:
        units = self.units
        for tick, count in self.queue:
            if tick > now - self.period:
                return Level(self.limit - units, self.queue.newest[0] + self.period - now)
            units -= count
        return Level(self.limit, 0)
