"""Remembers each refusal by tick and cost until the next grant, so a long refused stretch fills the memory."""

from collections.abc import Sequence

from ratelimit import Level, Meter


class Composite:
    """While a client hammers, the same question comes again and again: it is answered from a dict."""

    def __init__(self, meters: Sequence[Meter]) -> None:
        if not len(meters):
            raise ValueError("meters is empty")
        self._meters = [*meters]
        if len({id(m) for m in self._meters}) != len(self._meters):
            raise ValueError("meters has one object twice")
        self._max_cost = min(m.level(0).remaining for m in self._meters)
        self._clock = 0
        self._refused: dict[tuple[int, int], tuple[int, int]] = {}
        self.binding: int | None = None

    def take(self, now: int, cost: int = 1) -> int:
        if not (1 <= cost <= self._max_cost):
            raise ValueError(f"cost {cost} is not within 1 and {self._max_cost}")
        self._clock = now = max(now, self._clock)
        key = now, cost
        if key not in self._refused:
            wait, who = self._decide(now, cost)
            self.binding = who
            if wait == 0:
                self._refused.clear()
                return 0
            self._refused[key] = wait, who
        wait, self.binding = self._refused[key]
        return wait

    def _decide(self, now: int, cost: int) -> tuple[int, int]:
        best_wait, best = 0, -1
        for i, m in enumerate(self._meters):
            if m.level(now).remaining < cost:
                wait = m.take(now, cost)
                if wait > best_wait:
                    best_wait, best = wait, i
        if best >= 0:
            return best_wait, best
        for m in self._meters:
            m.take(now, cost)
        levels = [m.level(now) for m in self._meters]
        return 0, min(range(len(levels)), key=lambda i: (levels[i][0], -levels[i][1]))

    def level(self, now: int) -> Level:
        now = max(now, self._clock)
        levels = [m.level(now) for m in self._meters]
        return Level(min(lv[0] for lv in levels), max(lv[1] for lv in levels))
