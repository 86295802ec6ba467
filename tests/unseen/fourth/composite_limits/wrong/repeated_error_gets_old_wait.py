"""Notes a call as the last one before it is checked, so an invalid call repeated after a refusal is told that wait."""

from collections.abc import Sequence

from ratelimit import Level, Meter


class Composite:
    def __init__(self, meters: Sequence[Meter]) -> None:
        self._meters = tuple(meters)
        if len(self._meters) < 1:
            raise ValueError("needs a meter")
        if len({id(meter) for meter in self._meters}) < len(self._meters):
            raise ValueError("needs distinct meters")
        self._capacity = min(self._levels(0))[0]
        self._clock = 0
        self._last_call: tuple[int, int] | None = None
        self._last_wait = 0
        self.binding: int | None = None

    def _levels(self, at: int) -> list[Level]:
        return [meter.level(at) for meter in self._meters]

    def take(self, now: int, cost: int = 1) -> int:
        at = max(self._clock, now)
        call = at, cost
        if call == self._last_call and self._last_wait:
            return self._last_wait  # refused just now, in this tick: nothing has changed
        self._last_call = call
        if cost < 1 or cost > self._capacity:
            raise ValueError(f"cost {cost} is not in 1..{self._capacity}")
        self._clock = at
        lacking = [i for i, level in enumerate(self._levels(at)) if level.remaining < cost]
        if not lacking:
            self._last_wait = 0
            for meter in self._meters:
                meter.take(at, cost)
            after = self._levels(at)
            self.binding = min(range(len(after)), key=lambda i: (after[i].remaining, -after[i].reset_after))
            return 0
        waits = {i: self._meters[i].take(at, cost) for i in lacking}
        self._last_wait = max(waits.values())
        self.binding = next(i for i in lacking if waits[i] == self._last_wait)
        return self._last_wait

    def level(self, now: int) -> Level:
        levels = self._levels(max(self._clock, now))
        return Level(min(level.remaining for level in levels), max(level.reset_after for level in levels))
