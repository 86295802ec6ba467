"""What a limiter asks of its clock, how it keeps one from going back, and the quotas that its own clock is good for."""

import time

from ratelimit.protocols import Clock
from ratelimit.quota import Quota

SHORTEST = 1_000_000
"""ns: periods below this are refused with the default clock.

A minute, an hour, a day and a week in seconds are 60, 3,600, 86,400 and 604,800: whoever means them must hear of it.
Whoever means a shorter period can say it otherwise (`1/100us` is `10/ms burst 1`), or pass the clock.
"""


def check_clock(clock: Clock) -> None:
    """Raise `TypeError` for what is no clock, and for the clocks of `time` that count seconds."""
    if not callable(clock):
        raise TypeError(f"clock must be a function that returns nanoseconds, got {clock!r}")
    for name in ("time", "monotonic", "perf_counter", "process_time", "thread_time"):
        if clock is getattr(time, name, None):
            raise TypeError(f"clock must count nanoseconds, got time.{name}, which counts seconds: use time.{name}_ns")


def checked_time(now: object) -> int:
    """Return what a clock has read. Raises `TypeError` for what is no int, and `ValueError` for what is below 0."""
    if not isinstance(now, int) or isinstance(now, bool):
        raise TypeError(f"clock must return whole nanoseconds, as time.monotonic_ns does, got {now!r}")
    if now < 0:
        raise ValueError(f"clock must return nanoseconds, at least 0, got {now}")
    return int(now)


class MonotonicClock:
    """A clock that never goes back."""

    __slots__ = ("_before", "_clock", "_latest")

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._latest = self._before = 0

    def __call__(self) -> int:
        """Return the latest time that the clock has told so far. Raises what `checked_time` does."""
        now = self._clock()
        if type(now) is not int or now < 0:
            now = checked_time(now)
        latest = self._latest
        if now < latest:  # noqa: PLR1730 max(): +70 ns
            now = latest
        self._before, self._latest = latest, now
        return now

    def at_least(self, now: int) -> int:
        """Have read this time, in place of an earlier one."""
        self._latest = now
        return now

    def undo(self) -> None:
        """Forget the last reading, as the call that it was for has failed."""
        self._latest = self._before


def check_period(quota: Quota, instead: str = "") -> None:
    """Raise `ValueError` for a period so short that it was meant in seconds, not in nanoseconds."""
    if quota.period < SHORTEST:
        meant = Quota(quota.limit, quota.period * 1_000_000_000, quota.burst)
        raise ValueError(
            f"period must be at least 1 ms unless a clock is given, got {quota.period} ns: "
            f"if seconds are meant, write Quota.parse({str(meant)!r}){instead}"
        )
