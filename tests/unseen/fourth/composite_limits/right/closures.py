"""No attributes but three functions and the binding: the state is in the cells of closures."""

from collections.abc import Sequence

from ratelimit import Level, Meter


class Composite:
    def __init__(self, meters: Sequence[Meter]) -> None:
        members = tuple((i, meter.take, meter.level) for i, meter in enumerate(meters))
        if not members:
            raise ValueError("no meter")
        for i, meter in enumerate(meters):
            if any(meter is other for other in meters[:i]):
                raise ValueError(f"meter {i} is there twice")
        most = min(level(0).remaining for _, _, level in members)
        clock = 0
        self.binding = None

        def take(now: int, cost: int = 1) -> int:
            nonlocal clock
            if cost < 1 or cost > most:
                raise ValueError(f"cost {cost} is never granted")
            clock = at = now if now > clock else clock
            waits = [(ask(at, cost), -i) for i, ask, level in members if level(at).remaining < cost]
            if waits:
                wait, i = max(waits)
                self.binding = -i
                return wait
            after = []
            for i, spend, level in members:
                spend(at, cost)
                left, reset = level(at)
                after.append((left, -reset, i))
            self.binding = min(after)[2]
            return 0

        def level(now: int) -> Level:
            at = now if now > clock else clock
            remaining, resets = zip(*(look(at) for _, _, look in members))
            return Level(min(remaining), max(resets))

        self.take = take
        self.level = level
