"""Right: a port of a C queue: cells with a pointer to the next younger one, head and tail, and the number of units between."""

from __future__ import annotations

from ratelimit import Level, Quota


class Cell:
    __slots__ = ("expires", "next", "units")

    def __init__(self, expires: int, units: int) -> None:
        self.expires = expires
        self.units = units
        self.next: Cell | None = None


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst")
        self.limit = quota.limit
        self.period = quota.period
        self.head: Cell | None = None
        self.tail: Cell | None = None
        self.units = 0
        self.clock = 0

    def _push(self, units: int) -> None:
        expires = self.clock + self.period
        if self.tail is not None and self.tail.expires == expires:
            self.tail.units += units
        else:
            cell = Cell(expires, units)
            if self.tail is None:
                self.head = cell
            else:
                self.tail.next = cell
            self.tail = cell
        self.units += units

    def _expire(self) -> None:
        while self.head is not None and self.head.expires <= self.clock:
            self.units -= self.head.units
            self.head = self.head.next
        if self.head is None:
            self.tail = None

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError(f"cost {cost} not in 1..{self.limit}")
        if now > self.clock:
            self.clock = now
        self._expire()
        missing = cost - (self.limit - self.units)
        if missing <= 0:
            self._push(cost)
            return 0
        cell = self.head
        while cell.units < missing:
            missing -= cell.units
            cell = cell.next
        return cell.expires - now

    def level(self, now: int) -> Level:
        units, cell = self.units, self.head
        while cell is not None and cell.expires <= now:
            units -= cell.units
            cell = cell.next
        if cell is None:
            return Level(self.limit, 0)
        return Level(self.limit - units, self.tail.expires - now)
