"""Subtracts how far a take is behind the clock from its wait, which can be 0 or less then, as if it were granted."""

from collections.abc import Sequence
from dataclasses import dataclass

from ratelimit import Level, Meter


@dataclass(slots=True)
class Verdict:
    wait: int
    binding: int


class Composite:
    def __init__(self, meters: Sequence[Meter]) -> None:
        self._meters = tuple(meters)
        self._verdict: Verdict | None = None
        self._clock = 0
        if not self._meters:
            raise ValueError("expected meters")
        if any(a is b for i, a in enumerate(self._meters) for b in self._meters[:i]):
            raise ValueError("expected meters to differ")
        self._capacity = min(meter.level(0).remaining for meter in self._meters)

    @property
    def binding(self) -> int | None:
        return None if self._verdict is None else self._verdict.binding

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._capacity:
            raise ValueError(f"expected a cost from 1 to {self._capacity}, not {cost}")
        self._clock = max(self._clock, now)
        self._verdict = self._refusal(cost) or self._grant(cost)
        if self._verdict.wait == 0:
            return 0
        behind = self._clock - now
        return self._verdict.wait - behind

    def _refusal(self, cost: int) -> Verdict | None:
        verdict = None
        for i, meter in enumerate(self._meters):
            if meter.level(self._clock).remaining < cost:
                wait = meter.take(self._clock, cost)
                if verdict is None or wait > verdict.wait:
                    verdict = Verdict(wait, i)
        return verdict

    def _grant(self, cost: int) -> Verdict:
        for meter in self._meters:
            meter.take(self._clock, cost)
        levels = [meter.level(self._clock) for meter in self._meters]
        return Verdict(0, min(range(len(levels)), key=lambda i: (levels[i].remaining, -levels[i].reset_after)))

    def level(self, now: int) -> Level:
        levels = [meter.level(max(self._clock, now)) for meter in self._meters]
        return Level(min(level.remaining for level in levels), max(level.reset_after for level in levels))
