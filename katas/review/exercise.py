"""One limiter with a mistake in it: show it, fix it, name it."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from katas.grader.kata import Kata, load_kata
from katas.grader.report.pytest_command import from_here
from katas.grader.run.process import Order, grade
from katas.grader.verdict import Report
from katas.review.history import History, Round, Step
from katas.review.planted import Planted
from katas.review.screen import Screen

STEPS = ("show", "fix", "name")


@dataclass(frozen=True)
class Exercise:
    """What the three steps work with."""

    planted: Planted
    folder: Path  # where the learner's copy lies
    history: History
    screen: Screen
    today: date

    @cached_property
    def kata(self) -> Kata:
        """The kata that the limiter is of."""
        return load_kata(self.planted.kata)

    @property
    def copy(self) -> Path:
        """The file that the learner repairs."""
        return self.folder / f"{self.planted.kata}.py"

    @property
    def given(self) -> Path:
        """The file with the limiter as it was given. A crash tells its path, and that of the bank names the mistake."""
        path = self.folder / "given" / f"{self.planted.kata}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self.planted.source, encoding="utf-8")
        return path

    @property
    def round(self) -> Round | None:
        """What was done of it so far; None if it has not been begun, or was ended before."""
        found = self.history.rounds.get(self.planted.name)
        return None if found is None or found.over else found

    @cached_property
    def shown(self) -> Report:
        """What is wrong on the shortest timeline that is known."""
        return self.replay(self.planted.shows)

    @cached_property
    def shortest(self) -> str:
        """The shortest timeline that is known: the one that is written down, or one that the grader finds."""
        written = self.planted.shows
        if self.calls(written) == 1:
            return written
        failed = grade(self.kata, Order(str(self.given))).first_failed
        found = failed.failure.timeline if failed and failed.failure else ""
        shorter = found and self.calls(found) < self.calls(written) and is_wrong(self.replay(found))
        return found if shorter else written

    def calls(self, timeline: str) -> int:
        """Return how many calls a timeline has; 1 for what is no timeline of calls."""
        return len(self.kata.parse(timeline).calls) if self.kata.shows == "calls" else 1

    @property
    def can_be_shown(self) -> bool:
        """Whether that timeline gets a wrong answer here; one that answers at random may not."""
        return is_wrong(self.shown)

    def replay(self, timeline: str) -> Report:
        """Put a timeline to the limiter as it was given. Raises `ValueError` if it is none."""
        self.kata.parse(timeline)
        return grade(self.kata, Order(str(self.given), replay=timeline))

    def begin(self) -> None:
        """Write the copy, and that it was begun; or go on with what there is."""
        if self.round is None:
            self.copy.unlink(missing_ok=True)
            self.note("begin", passed=True)
        if not self.copy.exists():
            self.copy.parent.mkdir(parents=True, exist_ok=True)
            self.copy.write_text(self.planted.source, encoding="utf-8")

    def note(self, step: str, *, passed: bool) -> None:
        """Write down how a step went."""
        self.history.add(Step(self.today, self.planted.name, step, passed))

    @property
    def path(self) -> str:
        """The copy, as one types it."""
        return from_here(self.copy)


def is_wrong(report: Report) -> bool:
    """Whether a replay has found a wrong answer, or one that never came."""
    return report.replayed is not None and report.replayed.kind in ("answer", "crash", "hang")
