"""Answers a level with the reset_after of the meter that has least left, not the greatest of all.

A generator is the machine: it is sent a call, and yields its outcome; errors are outcomes too.
"""

from collections.abc import Generator, Sequence
from enum import Enum, auto
from typing import Any

from ratelimit import Level, Meter


class Call(Enum):
    TAKE = auto()
    LEVEL = auto()


class Outcome(Enum):
    GRANTED = auto()
    REFUSED = auto()
    NEVER = auto()
    SEEN = auto()


def machine(meters: list[Meter]) -> Generator[tuple[Outcome, Any, Any], tuple[Call, int, int], None]:
    clock = 0
    most = min(meter.level(0).remaining for meter in meters)
    call, now, cost = yield Outcome.SEEN, None, None
    while True:
        match call:
            case Call.LEVEL:
                pairs = [meter.level(max(clock, now)) for meter in meters]
                call, now, cost = yield Outcome.SEEN, min(pairs, key=lambda p: (p.remaining, -p.reset_after)), None
            case Call.TAKE if not 0 < cost <= most:
                call, now, cost = yield Outcome.NEVER, f"{cost} is not from 1 to {most}", None
            case Call.TAKE:
                clock = max(clock, now)
                tight = [meter.level(clock).remaining < cost for meter in meters]
                if any(tight):
                    waits = {i: meters[i].take(clock, cost) for i, no in enumerate(tight) if no}
                    who = max(waits, key=waits.__getitem__)
                    call, now, cost = yield Outcome.REFUSED, waits[who], who
                else:
                    for meter in meters:
                        meter.take(clock, cost)
                    after = {i: (p.remaining, -p.reset_after) for i, p in enumerate(m.level(clock) for m in meters)}
                    call, now, cost = yield Outcome.GRANTED, 0, min(after, key=after.__getitem__)


class Composite:
    def __init__(self, meters: Sequence[Meter]) -> None:
        if len(meters) == 0 or len({id(meter) for meter in meters}) < len(meters):
            raise ValueError("one meter or more, none of them twice")
        self._machine = machine(list(meters))
        next(self._machine)
        self._binding: int | None = None

    @property
    def binding(self) -> int | None:
        return self._binding

    def take(self, now: int, cost: int = 1) -> int:
        outcome, value, who = self._machine.send((Call.TAKE, now, cost))
        if outcome is Outcome.NEVER:
            raise ValueError(value)
        self._binding = who
        return value

    def level(self, now: int) -> Level:
        return self._machine.send((Call.LEVEL, now, 1))[1]
