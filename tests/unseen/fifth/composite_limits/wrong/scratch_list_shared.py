"""Wrong: the list of levels is a scratch buffer of the class, so a composite of composites overwrites it while it is read."""

from collections.abc import Sequence

from ratelimit import Level, Meter


class Composite:
    """Grants what every one of its meters grants, and else spends nothing."""

    _scratch: list[Level] = []  # saves a list for each call

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
        now = self._at(now)
        levels = self._scratch
        levels.clear()
        for meter in self._meters:
            levels.append(meter.level(now))
        return Level(min(level.remaining for level in levels), max(level.reset_after for level in levels))

    def _at(self, now: int) -> int:
        return now if self._clock is None else max(now, self._clock)
