"""A meter that follows the specification: what a limiter is given, and what a picture is compared with."""

from katas.grader.meter.oracle import Oracle, Spec
from ratelimit import Level, Quota

LASTING = 86_400_000_000_000  # ns: a day is neither rounded to 0 nor mistaken for infinity


class SpecMeter:
    """A meter that follows the specification exactly. A lasting one never becomes fresh again, whatever is left."""

    def __init__(self, algorithm: type[Oracle], quota: Quota, *, lasting: bool = False) -> None:
        self.spec, self.lasting, self.spent = Spec(algorithm, quota), lasting, False

    def take(self, now: int, cost: int = 1) -> int:
        """Return 0 if granted, else the wait."""
        if not 1 <= cost <= self.spec.capacity:
            raise ValueError(f"cost must be between 1 and {self.spec.capacity}, got {cost}")
        wait = self.spec.wait(now, cost)
        (self.spec.refuse(now) if wait else self.spec.grant(now, cost))
        self.spent = self.spent or wait == 0
        return wait

    def level(self, now: int) -> Level:
        """Return what is left."""
        level = self.spec.level(now)
        return Level(level.remaining, LASTING) if self.lasting and self.spent else level
