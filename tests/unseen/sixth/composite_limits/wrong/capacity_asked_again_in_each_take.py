"""Wrong: asks `level(0)` in each take for what a meter can hold: later on that is behind the clock, and tells nothing."""

from collections.abc import Sequence

from ratelimit import Level, Meter


class Composite:
    """Grants what every one of its meters grants, and else spends nothing."""

    def __init__(self, meters: Sequence[Meter]) -> None:
        self.meters = list(meters)
        if not self.meters:
            raise ValueError("at least one meter")
        if len({id(meter) for meter in self.meters}) < len(self.meters):
            raise ValueError("a meter twice")
        self.clock = 0
        self.binding: int | None = None

    def take(self, now: int, cost: int = 1) -> int:
        most = min(meter.level(0).remaining for meter in self.meters)
        if not 1 <= cost <= most:
            raise ValueError(f"cost must be from 1 to {most}, got {cost}")
        self.clock = now = max(self.clock, now)
        refusing = [i for i, meter in enumerate(self.meters) if meter.level(now).remaining < cost]
        if refusing:
            waits = {i: self.meters[i].take(now, cost) for i in refusing}
            self.binding = max(waits, key=waits.__getitem__)
            return waits[self.binding]
        for meter in self.meters:
            meter.take(now, cost)
        after = [meter.level(now) for meter in self.meters]
        self.binding = min(range(len(after)), key=lambda i: (after[i].remaining, -after[i].reset_after))
        return 0

    def level(self, now: int) -> Level:
        levels = [meter.level(max(now, self.clock)) for meter in self.meters]
        return Level(min(each.remaining for each in levels), max(each.reset_after for each in levels))
