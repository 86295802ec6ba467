"""Asks as little as it can: capacities at the first take, levels kept for one tick, one refusal remembered until a grant,
and the last meter decides by its own take when all others have enough."""

from collections.abc import Sequence

from ratelimit import Level, Meter


class Composite:
    """Grants what every one of its meters grants, and else spends nothing."""

    def __init__(self, meters: Sequence[Meter]) -> None:
        self._meters = tuple(meters)
        if not self._meters or len(frozenset(map(id, self._meters))) != len(self._meters):
            raise ValueError("at least one meter, and each of them once")
        self._capacity: int | None = None  # of the least; known from the first take on
        self._clock = 0
        self._levels: tuple[Level, ...] | None = None  # as they are at the clock, if known
        self._refused: tuple[int, int, int] | None = None  # cost, until when, by whom; valid until the next grant
        self.binding: int | None = None

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1:
            raise ValueError(f"a cost of {cost}")
        at = now if now > self._clock else self._clock
        levels = self._levels if at == self._clock else None
        if self._capacity is None:
            # No take has been granted or refused yet, so all are fresh, whatever the time.
            levels = self._look(at)
            self._capacity = min(level.remaining for level in levels)
        if cost > self._capacity:
            raise ValueError(f"a cost of {cost}, but a capacity of {self._capacity}")
        self._clock, self._levels = at, levels
        if self._refused is not None:
            same, until, who = self._refused
            if same == cost and at < until:
                self.binding = who
                return until - at
        if levels is None and len(self._meters) > 1 or levels is not None:
            return self._with_levels(at, cost, levels)
        return self._settle(at, cost, [])

    def _with_levels(self, at: int, cost: int, levels: tuple[Level, ...] | None) -> int:
        if levels is not None:
            return self._settle(at, cost, [i for i, level in enumerate(levels) if level.remaining < cost], known=True)
        head = [meter.level(at) for meter in self._meters[:-1]]
        refusing = [i for i, level in enumerate(head) if level.remaining < cost]
        if not refusing:
            return self._settle(at, cost, [])
        # Somebody refuses, so the last must be looked at before it is asked.
        head.append(self._meters[-1].level(at))
        self._levels = tuple(head)
        if head[-1].remaining < cost:
            refusing.append(len(head) - 1)
        return self._settle(at, cost, refusing, known=True)

    def _settle(self, at: int, cost: int, refusing: list[int], known: bool = False) -> int:
        last = len(self._meters) - 1
        if not refusing:
            wait = self._meters[last].take(at, cost)
            if wait:  # all others would have granted
                return self._refuse(at, cost, [(wait, last)])
            for meter in self._meters[:last]:
                meter.take(at, cost)
            self._refused = None
            levels = self._levels = self._look(at)
            best = 0
            for i in range(1, last + 1):
                here, there = levels[i], levels[best]
                if (here.remaining, -here.reset_after) < (there.remaining, -there.reset_after):
                    best = i
            self.binding = best
            return 0
        return self._refuse(at, cost, [(self._meters[i].take(at, cost), i) for i in refusing])

    def _refuse(self, at: int, cost: int, waits: list[tuple[int, int]]) -> int:
        wait, who = max(waits, key=lambda pair: pair[0])
        self._refused = cost, at + wait, who
        self.binding = who
        return wait

    def _look(self, at: int) -> tuple[Level, ...]:
        return tuple(meter.level(at) for meter in self._meters)

    def level(self, now: int) -> Level:
        levels = self._levels
        if now > self._clock or levels is None:
            levels = self._look(max(now, self._clock))
        return Level(min(level.remaining for level in levels), max(level.reset_after for level in levels))
