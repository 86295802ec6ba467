"""The meters that the grader hands to a composite. They note all that they are asked."""

from typing import Any, NamedTuple, NoReturn

from katas.grader.composite.spec import MemberSpec
from katas.grader.meter.spec_meter import SpecMeter
from katas.grader.timeline import Limit
from ratelimit import Level


class Asked(NamedTuple):
    """What a member was asked, and for a take what came of it."""

    member: int
    name: str
    now: int
    cost: int
    outcome: str = ""  # "spent", "refused" or "raised"


class Member:
    """A meter that follows the specification, and of which nothing can be known but what `take` and `level` answer."""

    __slots__ = ("__asked", "__meter", "__number")

    def __init__(self, number: int, limit: Limit, asked: list[Asked]) -> None:
        spec = MemberSpec(limit)
        self.__number, self.__asked = number, asked
        self.__meter = SpecMeter(type(spec.oracle), limit.quota)

    def take(self, now: int, cost: int = 1) -> int:
        """Return 0 if granted, else the wait."""
        _whole(cost=cost)
        _time(now)
        try:
            wait = self.__meter.take(now, cost)
        except ValueError:
            self.__asked.append(Asked(self.__number, "take", now, cost, "raised"))
            raise
        self.__asked.append(Asked(self.__number, "take", now, cost, "refused" if wait else "spent"))
        return wait

    def level(self, now: int) -> Level:
        """Return what is left."""
        _time(now)
        self.__asked.append(Asked(self.__number, "level", now, 1))
        return self.__meter.level(now)

    def __getattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"a meter has take and level; nothing else is known of it, and no {name}")

    def __reduce_ex__(self, _protocol: Any) -> NoReturn:
        raise TypeError("a meter can't be copied: nothing is known of it but take and level")


class Lookalike(Member):
    """One that compares equal to any other, whatever its limit, and is false."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Lookalike)

    def __hash__(self) -> int:
        return 0

    def __len__(self) -> int:
        return 0


class Unhashable(Lookalike):
    """One that has no hash either, so it is no key of a dict."""

    __slots__ = ()
    __hash__ = None  # type: ignore[assignment]  # as Python sets it where only `__eq__` is defined


def spec_of(member: Member) -> Any:
    """Return a member's specification: for the grader alone."""
    return member._Member__meter.spec  # noqa: SLF001


def _time(now: Any) -> None:
    _whole(now=now)
    if now < 0:
        raise TypeError(f"a meter's now is 0 or more, got {now}")


def _whole(**numbers: Any) -> None:
    for name, number in numbers.items():
        if type(number) is not int:
            raise TypeError(f"a meter's {name} is an int, got {number!r}")
