"""The limiter that the grader gives: several limits of a key, each a count of what was granted in the last period."""

from collections.abc import Iterable
from typing import Any

from ratelimit import Quota


class Dial:
    """The time, in nanoseconds, as the grader sets it; and how many units limiters with this dial have spent."""

    def __init__(self) -> None:
        self.now = self.spent = 0


class Limiter:
    """All limits of a key grant, or nothing is spent."""

    def __init__(self, limits: Iterable[Quota], dial: Dial) -> None:
        self.limits, self.dial = tuple(limits), dial
        self.granted: dict[Any, list[int]] = {}  # when, by key

    def wait(self, key: Any) -> int:
        """Return the nanoseconds until a unit of this key can be had; 0: now. It only looks."""
        times, now = self.granted.get(key, []), self.dial.now
        oldest = ((times[-quota.limit] if len(times) >= quota.limit else None, quota.period) for quota in self.limits)
        return max(0, *(time + period - now for time, period in oldest if time is not None), 0)

    def take(self, key: Any) -> int:
        """Spend a unit if `wait` is 0. Return the wait."""
        wait = self.wait(key)
        if not wait:
            self.granted.setdefault(key, []).append(self.dial.now)
            self.dial.spent += 1
        return wait
