"""Answers the same cost from its last refusal until the wait is over, and doesn't move the clock then."""

from collections.abc import Sequence

from ratelimit import Level, Meter


class Composite:
    def __init__(self, meters: Sequence[Meter]) -> None:
        self._members = list(enumerate(meters))
        if not self._members:
            raise ValueError("no meters given")
        if len({id(meter) for _, meter in self._members}) < len(self._members):
            raise ValueError("meters given twice")
        self._cap = min(meter.level(0).remaining for _, meter in self._members)
        self._clock = 0
        self._barred_cost = 0
        self._barred_until = 0
        self._barred_by: int | None = None
        self.binding: int | None = None

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1:
            raise ValueError("the cost is below 1")
        if cost > self._cap:
            raise ValueError("the cost is above a capacity")
        at = max(now, self._clock)
        if cost == self._barred_cost and at < self._barred_until:
            self.binding = self._barred_by
            return self._barred_until - at
        self._clock = at
        wait = 0
        for i, meter in self._members:
            if meter.level(at).remaining < cost:
                this = meter.take(at, cost)
                if this > wait:
                    wait, self.binding = this, i
        if wait:
            self._barred_cost, self._barred_until, self._barred_by = cost, at + wait, self.binding
            return wait
        self._barred_cost = 0
        ranks = []
        for i, meter in self._members:
            meter.take(at, cost)
            left, reset = meter.level(at)
            ranks.append((left, -reset, i))
        self.binding = min(ranks)[-1]
        return 0

    def level(self, now: int) -> Level:
        at = max(now, self._clock)
        levels = [meter.level(at) for _, meter in self._members]
        return Level(min(left for left, _ in levels), max(reset for _, reset in levels))
