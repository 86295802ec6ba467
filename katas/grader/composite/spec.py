"""The executable specification of several limits that decide together: a `Decider`, as one limit's is."""

from collections.abc import Sequence

from katas.grader.meter.oracle import ALGORITHMS, Spec
from katas.grader.timeline import Limit
from ratelimit import Level, Quota

REMEMBERED = 4  # waits


class MemberSpec(Spec):
    """One limit's own specification. It remembers waits: the grader asks for the same ones as the composite."""

    def __init__(self, limit: Limit) -> None:
        super().__init__(ALGORITHMS[limit.algorithm or "TokenBucket"], limit.quota)
        self._found: dict[tuple[int, int], int] = {}

    def wait(self, now: int, cost: int) -> int:
        """Return what was found since the last grant, or find it."""
        asked = max(now, self.clock), cost
        if asked not in self._found:
            if len(self._found) == REMEMBERED:
                self._found.clear()
            self._found[asked] = super().wait(now, cost)
        return self._found[asked]

    def grant(self, now: int, cost: int) -> None:
        """Spend, and forget what was found."""
        self._found.clear()
        super().grant(now, cost)


class CompositeSpec:
    """All limits grant, or none does; each is asked at the same time. The wait is the longest, the rest the smallest.

    `quota` is that of the limit whose periods a timeline follows.
    """

    def __init__(self, limits: Sequence[Limit], leads: int = 0) -> None:
        self.members = [MemberSpec(limit) for limit in limits]
        self.capacity = min(member.capacity for member in self.members)
        self.quota: Quota = limits[leads].quota
        self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        """Spend, or return the wait. Raises `ValueError` for what some limit can never grant."""
        if not 1 <= cost <= self.capacity:
            raise ValueError(f"cost must be between 1 and {self.capacity}, got {cost}")
        wait = self.wait(now, cost)
        (self.refuse(now) if wait else self.grant(now, cost))
        return wait

    def level(self, now: int) -> Level:
        """Return the least that is left, and the longest time until a limit is fresh."""
        levels = [member.level(max(now, self.clock)) for member in self.members]
        return Level(min(left for left, _ in levels), max(reset for _, reset in levels))

    def wait(self, now: int, cost: int) -> int:
        """Return the longest wait of any; 0 if all grant."""
        return max(member.wait(max(now, self.clock), cost) for member in self.members)

    def has_room(self, now: int, cost: int) -> bool:
        """Whether all would grant."""
        return all(member.has_room(max(now, self.clock), cost) for member in self.members)

    def fits(self, now: int) -> int:
        """Return the largest cost that all would grant."""
        return min(member.fits(max(now, self.clock)) for member in self.members)

    def grant(self, now: int, cost: int) -> None:
        """Spend from each."""
        self.clock = max(self.clock, now)
        for member in self.members:
            member.grant(self.clock, cost)

    def refuse(self, now: int) -> None:
        """Spend nothing, and move the clock."""
        self.clock = max(self.clock, now)

    def near_edge(self, now: int) -> bool:
        """Whether what fits changes at this tick or the next, in any."""
        return any(member.near_edge(now) for member in self.members)
