"""An interview under way: what was asked, answered and spent, in a folder of its own, saved after each step."""

import json
import os
from dataclasses import asdict, dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from katas.interview.countdown import Clock, Countdown
from katas.interview.plan import MINUTES, Interview
from katas.interview.screen.screen import Leave, Screen, TimeUp

STATE, LIMITER = "state.json", "limiter.py"
STAGES = ("clarify", "code", "twist", "numbers", "own code", "debrief")


@dataclass
class State:
    """All that must outlive the process. Plain values, as JSON has them."""

    seed: int
    minutes: int
    mock: bool
    began: str  # "2026-11-29 20:00"
    drawn: str = ""  # a digest of what the seed drew: another version of these files may draw something else
    stage: str = STAGES[0]
    spent: dict[str, float] = field(default_factory=dict)  # seconds by step
    cut: list[str] = field(default_factory=list)  # steps that the clock ended
    pauses: int = 0
    draft: str = ""  # what was typed of a line when the candidate left
    asked: list[str] = field(default_factory=list)  # keys of clarifications, in order
    hints: list[str] = field(default_factory=list)  # levels whose hints were shown, once for each hint
    shown: dict[str, list[str]] = field(default_factory=dict)  # by stage, the first red level of each card but the last
    graded: dict[str, dict[str, Any]] = field(default_factory=dict)  # by stage, what the last grading found
    numbers: list[dict[str, Any]] = field(default_factory=list)  # an answer each
    own_code: list[dict[str, Any]] = field(default_factory=list)  # the same


class Session:
    """One interview of one candidate. Times are seconds of `clock`, which is read only while the candidate is asked."""

    def __init__(self, folder: Path, state: State, clock: Clock) -> None:
        self.folder, self.state, self._clock = folder, state, clock
        self.interview = Interview.of(state.seed, state.minutes)
        state.drawn = state.drawn or self.drawn

    @classmethod
    def begin(cls, home: Path, state: State, clock: Clock) -> "Session":
        """Make a folder for a new interview: its seed and its date, with a number if there is one of that name."""
        name = f"{state.seed}-{state.began[:10]}"
        folders = (home / (f"{name}-{number}" if number > 1 else name) for number in range(1, 1000))
        folder = next(folder for folder in folders if not folder.exists())
        folder.mkdir(parents=True)
        session = cls(folder, state, clock)
        session.save()
        return session

    @classmethod
    def resume(cls, folder: Path, clock: Clock) -> "Session":
        """Take up an interview that was left. Raises `ValueError` if its state can't be read, or is of another one."""
        path = folder / STATE
        try:
            state = State(**json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError) as error:
            raise ValueError(f"{path} can't be read: {error}") from error
        session = cls(folder, state, clock)
        if state.drawn != session.drawn:
            raise ValueError(f"{path} was begun with another version, which drew other questions for this seed")
        return session

    @property
    def drawn(self) -> str:
        """What the seed drew, to compare with: a reader of the state does not see what it is."""
        return sha256(f"{self.state.seed}/{self.interview.kata('twist')}".encode()).hexdigest()[:16]

    @property
    def limiter(self) -> Path:
        """The learner's file."""
        return self.folder / LIMITER

    @property
    def written(self) -> Path:
        """The learner's file as it was when the second stage ended."""
        return self.folder / "before_twist.py"

    @property
    def debrief(self) -> Path:
        """The page that is written at the end."""
        return self.folder / "debrief.md"

    @property
    def total(self) -> float:
        """Seconds spent in all."""
        return sum(self.state.spent.values())

    def spent_in(self, stage: str) -> int:
        """Return the seconds spent in a stage, as they are told."""
        of_stage = stage.removesuffix("s")  # the steps of numbers are number 1 to 3
        return round(sum(seconds for step, seconds in self.state.spent.items() if step.startswith(of_stage)))

    def save(self) -> None:
        """Write the state so that a reader, or a process that is killed here, finds the old one or the new one."""
        path = self.folder / STATE
        unfinished = path.with_suffix(".unfinished")
        with unfinished.open("w", encoding="utf-8") as file:
            json.dump(asdict(self.state), file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)

    def ask(self, screen: Screen, step: str, message: str) -> str:
        """Return the candidate's line, on the step's time. Raises `TimeUp` in a mock, and `Leave`."""
        began = self._clock()
        draft, self.state.draft = self.state.draft, ""
        try:
            return screen.ask(message, self._countdown(step), draft)
        except TimeUp:
            self.state.cut.append(step)
            raise
        except Leave as leave:
            self.state.draft = leave.draft
            raise
        finally:
            self.state.spent[step] = self.state.spent.get(step, 0.0) + self._clock() - began
            self.save()

    def begins(self, step: str) -> bool:
        """Whether there is time to begin a step. If not, the clock has ended it."""
        if not self._countdown(step).over:
            return True
        if step not in self.state.cut:
            self.state.cut.append(step)
        return False

    def _countdown(self, step: str) -> Countdown:
        now, spent = self._clock(), self.state.spent.get(step, 0.0)
        step_ends = now + self.interview.seconds(step) - spent
        to_come = list(MINUTES)[list(MINUTES).index(step) + 1 :]
        whole_ends = step_ends + sum(map(self.interview.seconds, to_come))
        return Countdown(self._clock, step, step_ends, whole_ends, cuts=self.state.mock)


def sessions(home: Path) -> list[Path]:
    """Return the folders of all interviews, the one that was worked on last at the end."""
    return sorted((path.parent for path in home.glob(f"*/{STATE}")), key=lambda path: (path / STATE).stat().st_mtime_ns)


def beginning(seed: int, minutes: int, *, mock: bool, now: datetime) -> State:
    """Return the state of an interview in which nothing has happened."""
    return State(seed, minutes, mock, f"{now:%Y-%m-%d %H:%M}")
