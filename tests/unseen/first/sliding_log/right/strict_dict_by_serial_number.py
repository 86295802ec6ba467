"""Entries in a dict under serial numbers from head to tail; a take below the clock is refused with the wait 1 (law 6 allows it)."""

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self._limit, self._period = quota.limit, quota.period
        self._entries: dict[int, tuple[int, int]] = {}
        self._head = self._tail = 0
        self._used = 0
        self._clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._limit:
            raise ValueError(f"cost {cost}, limit {self._limit}")
        if now < self._clock:
            return 1
        self._clock = now
        entries = self._entries
        while self._head < self._tail and entries[self._head][0] <= now:
            self._used -= entries.pop(self._head)[1]
            self._head += 1
        room = self._limit - self._used
        if room < cost:
            serial = self._head
            while True:
                leaves, units = entries[serial]
                room += units
                if room >= cost:
                    return leaves - now
                serial += 1
        entries[self._tail] = now + self._period, cost
        self._tail += 1
        self._used += cost
        return 0

    def level(self, now: int) -> Level:
        if now < self._clock:
            return Level(0, 1)
        used, serial, reset = self._used, self._head, 0
        while serial < self._tail and self._entries[serial][0] <= now:
            used -= self._entries[serial][1]
            serial += 1
        if serial < self._tail:
            reset = self._entries[self._tail - 1][0] - now
        return Level(self._limit - used, reset)
