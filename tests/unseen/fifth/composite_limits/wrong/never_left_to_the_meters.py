"""Wrong: the meters are left to raise for a cost that never fits, when others have refused it already."""

from collections.abc import Sequence

from ratelimit import Level, Meter


class Composite:
    """Grants what every one of its meters grants, and else spends nothing."""

    __slots__ = ("__binding", "__capacity", "__clock", "__meters")

    def __init__(self, meters: Sequence[Meter]) -> None:
        if len(meters) == 0:
            raise ValueError("no meter")
        for i in range(len(meters)):
            for j in range(i):
                if meters[i] is meters[j]:
                    raise ValueError(f"meters {j} and {i} are the same object")
        self.__meters = meters
        self.__capacity: int | None = None
        self.__clock: int | None = None
        self.__binding: int | None = None

    @property
    def binding(self) -> int | None:
        return self.__binding

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1:
            raise ValueError("cost below 1")
        if self.__capacity is None:
            self.__capacity = min([m.level(0).remaining for m in self.__meters])
        if self.__clock is None:
            # Nothing was ever spent, so nobody refuses. (And a third question is still free for the level after.)
            if cost > self.__capacity:
                raise ValueError("cost above what fits")
            self.__clock = now
            return self.__spend(cost)
        then = self.__clock
        now = max(now, then)
        longest, who = 0, -1
        for i, m in enumerate(self.__meters):
            if m.level(now).remaining < cost:
                wait = m.take(now, cost)
                if wait > longest:
                    longest, who = wait, i
        self.__clock = now
        if who < 0:
            return self.__spend(cost)
        self.__binding = who
        return longest

    def __spend(self, cost: int) -> int:
        for m in self.__meters:
            m.take(self.__clock, cost)
        chosen = None
        for i, m in enumerate(self.__meters):
            left, reset = m.level(self.__clock)
            if chosen is None or left < chosen[0] or (left == chosen[0] and reset > chosen[1]):
                chosen = (left, reset, i)
        self.__binding = chosen[2]
        return 0

    def level(self, now: int) -> Level:
        if self.__clock is not None and now < self.__clock:
            now = self.__clock
        least, latest = zip(*(m.level(now) for m in self.__meters), strict=True)
        return Level(min(least), max(latest))
