"""Closures: the state lives in local variables of the constructor, and take and level close over it."""

from collections.abc import Callable, Sequence

from ratelimit import Level, Meter


class Composite:
    """Grants what every one of its meters grants, and else spends nothing."""

    take: Callable[..., int]
    level: Callable[[int], Level]

    def __init__(self, meters: Sequence[Meter]) -> None:
        takes, looks, seen = [], [], set()
        for meter in meters:
            if id(meter) in seen:
                raise ValueError("one meter can't be two limits")
            seen.add(id(meter))
            takes.append(meter.take)
            looks.append(meter.level)
        if not takes:
            raise ValueError("a composite of nothing")
        ceilings = [look(0).remaining for look in looks]
        clock = 0
        self.binding = None
        keep_alive = tuple(meters)

        def at(now):
            return now if now > clock else clock

        def rank(i, now):
            left = looks[i](now)
            return left.remaining, -left.reset_after, i

        def take(now: int, cost: int = 1) -> int:
            nonlocal clock
            if cost < 1 or any(cost > ceiling for ceiling in ceilings):
                raise ValueError(f"{cost} can't be granted by {len(keep_alive)} meters")
            clock = now = at(now)
            refusing = [i for i, look in enumerate(looks) if cost > look(now).remaining]
            if not refusing:
                for spend in takes:
                    spend(now, cost)
                self.binding = min(rank(i, now) for i in range(len(looks)))[-1]
                return 0
            waits = [(takes[i](now, cost), i) for i in refusing]
            longest = max(wait for wait, _ in waits)
            self.binding = next(i for wait, i in waits if wait == longest)
            return longest

        def level(now: int) -> Level:
            now = at(now)
            levels = [look(now) for look in looks]
            return Level(min(l.remaining for l in levels), max(l.reset_after for l in levels))

        self.take, self.level = take, level
