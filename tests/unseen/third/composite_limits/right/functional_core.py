"""A functional core: pure functions over tuples of levels and waits; the class only asks and remembers."""

from collections.abc import Sequence

from ratelimit import Level, Meter


def distinct(meters: Sequence[Meter]) -> tuple[Meter, ...]:
    found = tuple(meters)
    if not found:
        raise ValueError("no meter")
    if len(set(map(id, found))) != len(found):
        raise ValueError("the same meter twice")
    return found


def fits(cost: int, levels: tuple[Level, ...]) -> tuple[bool, ...]:
    return tuple(cost <= level.remaining for level in levels)


def slowest(waits: dict[int, int]) -> int:
    return min(waits, key=lambda i: (-waits[i], i))


def tightest(levels: tuple[Level, ...]) -> int:
    return min(range(len(levels)), key=lambda i: (levels[i].remaining, -levels[i].reset_after, i))


def summed_up(levels: tuple[Level, ...]) -> Level:
    remaining, reset_after = zip(*levels)
    return Level(min(remaining), max(reset_after))


class Composite:
    """Grants what every one of its meters grants, and else spends nothing."""

    def __init__(self, meters: Sequence[Meter]) -> None:
        self._meters = distinct(meters)
        self._capacity = summed_up(self._ask(0)).remaining
        self._clock = 0
        self.binding: int | None = None

    def _ask(self, now: int) -> tuple[Level, ...]:
        return tuple(meter.level(now) for meter in self._meters)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._capacity:
            raise ValueError(f"cost {cost} is not in 1 to {self._capacity}")
        self._clock = now = max(self._clock, now)
        verdicts = fits(cost, self._ask(now))
        waits = {i: self._meters[i].take(now, cost) for i, fit in enumerate(verdicts) if not fit}
        if waits:
            self.binding = slowest(waits)
            return waits[self.binding]
        for meter in self._meters:
            meter.take(now, cost)
        self.binding = tightest(self._ask(now))
        return 0

    def level(self, now: int) -> Level:
        return summed_up(self._ask(max(self._clock, now)))
