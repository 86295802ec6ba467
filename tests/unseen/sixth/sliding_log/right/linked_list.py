"""Right: a singly linked list with a head and a tail, as in C; the head is cut off as grants leave."""

from ratelimit import Level, Quota


class Grant:
    __slots__ = ("cost", "next", "time")

    def __init__(self, time: int, cost: int) -> None:
        self.time = time
        self.cost = cost
        self.next: Grant | None = None


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst")
        self.limit, self.period = quota.limit, quota.period
        self.head = self.tail = None
        self.room = quota.limit
        self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost <= 0:
            raise ValueError("cost must be positive")
        if cost > self.limit:
            raise ValueError("cost is more than will ever fit")
        if now > self.clock:
            self.clock = now
        self.head, self.room = self._live(self.clock)
        if cost <= self.room:
            self._append(Grant(self.clock, cost))
            self.room -= cost
            return 0
        room, grant = self.room + self.head.cost, self.head
        while room < cost:
            grant = grant.next
            room += grant.cost
        return grant.time + self.period - self.clock

    def level(self, now: int) -> Level:
        head, room = self._live(now)
        return Level(room, 0 if head is None else self.tail.time + self.period - now)

    def _live(self, now):
        """The first grant that counts at `now`, and the room there is then."""
        grant, room = self.head, self.room
        while grant is not None and now - grant.time >= self.period:
            room += grant.cost
            grant = grant.next
        return grant, room

    def _append(self, grant):
        if self.head is None:
            self.head = grant
        else:
            self.tail.next = grant
        self.tail = grant
