"""A ring of slots that doubles when full and halves when nearly empty, searched by hand."""

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError(f"burst must be {quota.limit}, got {quota.burst}")
        self.limit, self.period = quota.limit, quota.period
        self.ring = [(0, 0)] * 8
        self.first, self.size = 0, 0
        self.before, self.granted = 0, 0  # units granted ahead of the first slot, and in all
        self.clock = 0

    def slot(self, i: int) -> tuple[int, int]:
        """The i-th oldest grant: its time and the units granted up to and with it."""
        return self.ring[(self.first + i) % len(self.ring)]

    def resize(self, slots: int) -> None:
        live = [self.slot(i) for i in range(self.size)]
        self.ring = live + [(0, 0)] * (slots - self.size)
        self.first = 0

    def search(self, field: int, value: int) -> int:
        """How many of the oldest grants have ring[...][field] < value."""
        low, high = 0, self.size
        while low < high:
            middle = (low + high) // 2
            if self.slot(middle)[field] < value:
                low = middle + 1
            else:
                high = middle
        return low

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError(f"cost must be in 1..{self.limit}, not {cost}")
        self.clock = now = max(self.clock, now)
        while self.size and self.slot(0)[0] <= now - self.period:
            self.before = self.slot(0)[1]
            self.first = (self.first + 1) % len(self.ring)
            self.size -= 1
        if 8 < len(self.ring) > 4 * self.size:
            self.resize(len(self.ring) // 2)
        leave = self.granted + cost - self.limit
        if leave > self.before:
            return self.slot(self.search(1, leave))[0] + self.period - now
        if self.size == len(self.ring):
            self.resize(2 * self.size)
        self.granted += cost
        self.ring[(self.first + self.size) % len(self.ring)] = (now, self.granted)
        self.size += 1
        return 0

    def level(self, now: int) -> Level:
        now = max(self.clock, now)
        gone = self.search(0, now - self.period + 1)
        if gone == self.size:
            return Level(self.limit, 0)
        before = self.slot(gone - 1)[1] if gone else self.before
        return Level(self.limit - self.granted + before, self.slot(self.size - 1)[0] + self.period - now)
