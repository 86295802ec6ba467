"""Wrong: a take behind the clock is refused at once and told to come back at the clock, also where it would be granted there."""

from collections.abc import Generator, Sequence
from typing import Any

from ratelimit import Level, Meter


def _negotiation(meter: Meter, now: int, cost: int) -> Generator[Any, bool, None]:
    short = meter.level(now).remaining < cost
    granted = yield short
    if granted:
        meter.take(now, cost)
        yield meter.level(now)
    else:
        yield meter.take(now, cost) if short else 0


class Composite:
    """One meter out of several."""

    def __init__(self, meters: Sequence[Meter]) -> None:
        if len(meters) < 1:
            raise ValueError("meters must not be empty")
        if len(set(map(id, meters))) != len(meters):
            raise ValueError("meters must be different objects")
        self._meters = tuple(meters)
        self._full = tuple(meter.level(0)[0] for meter in self._meters)
        self._clock, self._binding = 0, None

    binding = property(lambda self: self._binding)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or min(self._full) < cost:
            raise ValueError(cost)
        if now < self._clock:
            return self._clock - now
        self._clock = now
        talks = [_negotiation(meter, self._clock, cost) for meter in self._meters]
        granted = not any([next(talk) for talk in talks])
        answers = [talk.send(granted) for talk in talks]
        if granted:
            least = min(level.remaining for level in answers)
            latest = max(level.reset_after for level in answers if level.remaining == least)
            self._binding = answers.index((least, latest))
            return 0
        wait = max(answers)
        self._binding = answers.index(wait)
        return wait

    def level(self, now: int) -> Level:
        now = max(self._clock, now)
        remaining, reset_after = map(list, zip(*[meter.level(now) for meter in self._meters]))
        return Level(min(remaining), max(reset_after))
