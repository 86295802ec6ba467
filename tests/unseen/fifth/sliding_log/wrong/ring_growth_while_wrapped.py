"""Wrong: a ring buffer that grows by adding room at its end, which tears the log apart if it had wrapped around."""

from ratelimit import Level, Quota


class _Ring:
    """A growing circular buffer."""

    def __init__(self) -> None:
        self._slots: list[tuple[int, int] | None] = [None] * 8
        self._head = 0
        self._size = 0

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, index: int) -> tuple[int, int]:
        return self._slots[(self._head + index) % len(self._slots)]

    def push(self, item: tuple[int, int]) -> None:
        if self._size == len(self._slots):
            self._slots.extend([None] * self._size)
        self._slots[(self._head + self._size) % len(self._slots)] = item
        self._size += 1

    def pop(self) -> tuple[int, int]:
        item = self._slots[self._head]
        self._slots[self._head] = None
        self._head = (self._head + 1) % len(self._slots)
        self._size -= 1
        return item


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a log has no burst")
        self._limit = quota.limit
        self._period = quota.period
        self._ring = _Ring()
        self._units = 0
        self._clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._limit:
            raise ValueError("cost out of range")
        self._clock = at = max(now, self._clock)
        ring = self._ring
        while len(ring) and ring[0][0] <= at - self._period:
            self._units -= ring.pop()[1]
        excess = self._units + cost - self._limit
        if excess <= 0:
            ring.push((at, cost))
            self._units += cost
            return 0
        index = 0
        while excess > ring[index][1]:
            excess -= ring[index][1]
            index += 1
        return ring[index][0] + self._period - now

    def level(self, now: int) -> Level:
        units, index, ring = self._units, 0, self._ring
        while index < len(ring) and ring[index][0] <= now - self._period:
            units -= ring[index][1]
            index += 1
        if index == len(ring):
            return Level(self._limit, 0)
        return Level(self._limit - units, ring[len(ring) - 1][0] + self._period - now)
