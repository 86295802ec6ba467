"""Wrong: the helper that clamps a time also keeps it, and `level` uses it too."""

from collections.abc import Sequence

from ratelimit import Level, Meter


class Composite:
    """Grants what every one of its meters grants, and else spends nothing."""

    def __init__(self, meters: Sequence[Meter]) -> None:
        self._meters = list(meters)
        if not self._meters:
            raise ValueError("a composite needs at least one meter")
        if len({id(meter) for meter in self._meters}) < len(self._meters):
            raise ValueError("the same meter twice")
        self._most = min(meter.level(0).remaining for meter in self._meters)
        self._clock: int | None = None
        self.binding: int | None = None

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self._most:
            raise ValueError(f"cost must be in 1..{self._most}, not {cost}")
        now = self._at(now)
        refusing = [i for i, meter in enumerate(self._meters) if meter.level(now).remaining < cost]
        if refusing:
            waits = {i: self._meters[i].take(now, cost) for i in refusing}
            binding = max(waits, key=lambda i: (waits[i], -i))
            answer = waits[binding]
        else:
            for meter in self._meters:
                meter.take(now, cost)
            after = [meter.level(now) for meter in self._meters]
            binding = min(range(len(after)), key=lambda i: (after[i].remaining, -after[i].reset_after, i))
            answer = 0
        self._clock = now
        self.binding = binding
        return answer

    def level(self, now: int) -> Level:
        levels = [meter.level(self._at(now)) for meter in self._meters]
        return Level(min(level.remaining for level in levels), max(level.reset_after for level in levels))

    def _at(self, now: int) -> int:
        if self._clock is None or now > self._clock:
            self._clock = now
        return self._clock
