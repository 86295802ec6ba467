"""Right: a class hierarchy of verdicts; each look at the meters yields a Granted or a Refused, which knows the wait and who binds."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ratelimit import Level, Meter


class Verdict(ABC):
    @property
    @abstractmethod
    def wait(self) -> int: ...

    @property
    @abstractmethod
    def binding(self) -> int: ...


@dataclass
class Granted(Verdict):
    after: list[Level]

    @property
    def binding(self) -> int:
        best = 0
        for i, (remaining, reset_after) in enumerate(self.after):
            least, latest = self.after[best]
            if remaining < least or (remaining == least and reset_after > latest):
                best = i
        return best

    @property
    def wait(self) -> int:
        return 0


@dataclass
class Refused(Verdict):
    waits: dict[int, int] = field(default_factory=dict)

    @property
    def wait(self) -> int:
        return max(self.waits.values())

    @property
    def binding(self) -> int:
        longest = self.wait
        return next(i for i, wait in self.waits.items() if wait == longest)


class Composite:
    def __init__(self, meters: Sequence[Meter]) -> None:
        if len(meters) == 0:
            raise ValueError("no meters")
        for i in range(len(meters)):
            for j in range(i):
                if meters[i] is meters[j]:
                    raise ValueError(f"meters {j} and {i} are the same object")
        self.__meters = tuple(meters)
        self.__capacities = tuple(meter.level(0).remaining for meter in self.__meters)
        self.__time = 0
        self.__last: int | None = None

    @property
    def binding(self) -> int | None:
        return self.__last

    def __at(self, now: int) -> int:
        return now if now > self.__time else self.__time

    def __decide(self, now: int, cost: int) -> Verdict:
        short = [i for i, meter in enumerate(self.__meters) if cost > meter.level(now).remaining]
        if short:
            return Refused({i: self.__meters[i].take(now, cost) for i in short})
        return Granted(list(self.__spend(now, cost)))

    def __spend(self, now: int, cost: int) -> Iterator[Level]:
        for meter in self.__meters:
            meter.take(now, cost)
            yield meter.level(now)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1:
            raise ValueError("cost must be at least 1")
        for i, capacity in enumerate(self.__capacities):
            if cost > capacity:
                raise ValueError(f"meter {i} can never grant {cost}")
        self.__time = self.__at(now)
        verdict = self.__decide(self.__time, cost)
        self.__last = verdict.binding
        return verdict.wait

    def level(self, now: int) -> Level:
        columns = zip(*(meter.level(self.__at(now)) for meter in self.__meters))
        return Level(min(next(columns)), max(next(columns)))
