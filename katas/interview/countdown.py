"""What is left of a step's time, and of the interview's: unused minutes of a step are no other's."""

from collections.abc import Callable
from typing import NamedTuple

Clock = Callable[[], float]  # seconds since any moment, never back


class Countdown(NamedTuple):
    """The time of one question to the candidate. Both ends are times of the clock."""

    clock: Clock
    step: str
    step_ends: float
    interview_ends: float  # with the full times of all steps to come
    cuts: bool  # whether the end of the time ends the step

    @property
    def left(self) -> float:
        """Seconds until the step ends; below 0 after it."""
        return self.step_ends - self.clock()

    @property
    def over(self) -> bool:
        """Whether the step has to end."""
        return self.cuts and self.left <= 0

    @property
    def bar(self) -> str:
        """The time left in words that fit a narrow terminal."""
        now = self.clock()
        step, whole = _told(self.step_ends - now), _told(self.interview_ends - now)
        return f"{self.step}: {step}  interview: {whole}  Ctrl-C: pause"


def minutes_of(seconds: float) -> str:
    """Return "12:05"."""
    whole = int(seconds)
    return f"{whole // 60}:{whole % 60:02}"


def _told(left: float) -> str:
    return f"{minutes_of(left)} left" if left >= 0 else f"{minutes_of(-left)} over"
