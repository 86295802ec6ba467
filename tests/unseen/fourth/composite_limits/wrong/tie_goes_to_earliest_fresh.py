"""Of meters with equally little left after a grant, names the one that is fresh soonest.

Pure functions decide, over immutable values; a thin shell asks the meters.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ratelimit import Level, Meter


@dataclass(frozen=True)
class State:
    clock: int = 0
    binding: int | None = None


def moved(state: State, now: int) -> State:
    return replace(state, clock=max(state.clock, now))


def refusing(levels: Sequence[Level], cost: int) -> tuple[int, ...]:
    return tuple(i for i, level in enumerate(levels) if level.remaining < cost)


def longest(waits: Iterable[tuple[int, int]]) -> tuple[int, int]:
    """Of (index, wait): the first with the greatest wait."""
    return max(waits, key=lambda pair: pair[1])


def tightest(levels: Sequence[Level]) -> int:
    return levels.index(min(levels))


def joined(levels: Sequence[Level]) -> Level:
    remaining, resets = zip(*levels)
    return Level(min(remaining), max(resets))


def checked(meters: Sequence[Meter]) -> tuple[Meter, ...]:
    kept = tuple(meters)
    if len(kept) < 1:
        raise ValueError("a composite needs a meter")
    if len(set(map(id, kept))) < len(kept):
        raise ValueError("a composite needs meters that differ")
    return kept


class Composite:
    def __init__(self, meters: Sequence[Meter]) -> None:
        self._meters = checked(meters)
        self._fresh = joined(self._ask(0))
        self._state = State()

    @property
    def binding(self) -> int | None:
        return self._state.binding

    def _ask(self, at: int) -> list[Level]:
        return [meter.level(at) for meter in self._meters]

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self._fresh.remaining:
            raise ValueError(f"a cost is from 1 to {self._fresh.remaining}")
        state = moved(self._state, now)
        at = state.clock
        if no := refusing(self._ask(at), cost):
            who, wait = longest((i, self._meters[i].take(at, cost)) for i in no)
        else:
            for meter in self._meters:
                meter.take(at, cost)
            who, wait = tightest(self._ask(at)), 0
        self._state = replace(state, binding=who)
        return wait

    def level(self, now: int) -> Level:
        return joined(self._ask(moved(self._state, now).clock))
