"""Right: operator overloading and reduce; tightness objects are compared by what binds first, and folded into one."""

from functools import reduce, total_ordering
from operator import or_

from ratelimit import Level


@total_ordering
class Tight:
    """How tight one meter is: less left, then fresh later, then earlier in the list. The least is the tightest."""

    __slots__ = ("place", "remaining", "reset_after")

    def __init__(self, place, level):
        self.place = place
        self.remaining, self.reset_after = level

    def _rank(self):
        return self.remaining, -self.reset_after, self.place

    def __eq__(self, other):
        return self._rank() == other._rank()

    def __lt__(self, other):
        return self._rank() < other._rank()

    def __or__(self, other):
        return self if self < other else other


class Delay(int):
    """A wait that remembers whose it is; `|` is the longer one, the left one of two that are equal."""

    def __new__(cls, ticks, place):
        self = super().__new__(cls, ticks)
        self.place = place
        return self

    def __or__(self, other):
        return other if other > self else self


class Both:
    """A level of several meters: `&` adds one more."""

    def __init__(self, remaining, reset_after):
        self.remaining, self.reset_after = remaining, reset_after

    def __and__(self, level):
        return Both(min(self.remaining, level.remaining), max(self.reset_after, level.reset_after))


class Composite:
    def __init__(self, meters):
        self._meters = dict(enumerate(meters))
        ids = sorted(map(id, self._meters.values()))
        if not ids or any(a == b for a, b in zip(ids, ids[1:])):
            raise ValueError("one meter or more, and each only once")
        self._now = 0
        self._limit = self._joint(0).remaining  # they are fresh
        self._binding = None

    @property
    def binding(self):
        return self._binding

    def _joint(self, now):
        first, *others = [meter.level(now) for meter in self._meters.values()]
        return reduce(Both.__and__, others, Both(*first))

    def take(self, now, cost=1):
        if cost < 1 or cost > self._limit:
            raise ValueError(f"{cost} can never be granted")
        self._now = max(self._now, now)
        refusals = [
            Delay(meter.take(self._now, cost), place)
            for place, meter in self._meters.items()
            if meter.level(self._now).remaining < cost
        ]
        if refusals:
            longest = reduce(or_, refusals)
            self._binding = longest.place
            return int(longest)
        for meter in self._meters.values():
            meter.take(self._now, cost)
        tights = (Tight(place, meter.level(self._now)) for place, meter in self._meters.items())
        self._binding = reduce(or_, tights).place
        return 0

    def level(self, now):
        joint = self._joint(max(self._now, now))
        return Level(joint.remaining, joint.reset_after)
