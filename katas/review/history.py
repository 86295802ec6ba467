"""What was practised, and when: a file with a line of JSON for each step, to be copied or thrown away."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

AGAIN = timedelta(days=3)  # equal gaps: growing ones have not been found to be better
FIRST = ("begin", "answer")  # a round starts with these
LAST = ("name", "answer")  # and is over after these


class Step(NamedTuple):
    """One step with one exercise."""

    day: date
    of: str  # "token_bucket/caps_at_limit", "numbers/most_in_any_interval"
    step: str  # "begin", "show", "fix", "name"; "answer" for a number
    passed: bool = True


@dataclass
class Round:
    """The last time that an exercise was begun."""

    of: str
    began: date
    steps: dict[str, bool] = field(default_factory=dict)  # which were done, and whether they were passed
    last: date = date.min

    @property
    def over(self) -> bool:
        """Whether all steps are done."""
        return any(name in self.steps for name in LAST)

    @property
    def due(self) -> date | None:
        """When it comes again; None if all was passed, or if it is not over."""
        return self.last + AGAIN if self.over and not all(self.steps.values()) else None


class History:
    """All steps so far."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.rounds: dict[str, Round] = {}  # by exercise, the one last touched last
        self.steps = 0
        for step in self._read():
            self._count(step)

    def add(self, step: Step) -> None:
        """Write a step down at once."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        words = {**step._asdict(), "day": step.day.isoformat()}
        torn = self.path.exists() and not self.path.read_bytes().endswith(b"\n") and self.path.stat().st_size > 0
        with self.path.open("a", encoding="utf-8") as file:
            file.write("\n" * torn + json.dumps(words) + "\n")
        self._count(step)

    def due(self, today: date) -> list[str]:
        """Return the exercises that come again today, the longest overdue first."""
        found = [(each.due, each.of) for each in self.rounds.values() if each.due is not None and each.due <= today]
        return [of for _, of in sorted(found)]

    def unfinished(self) -> list[str]:
        """Return the exercises that were begun and not ended, the latest first."""
        return [each.of for each in reversed(self.rounds.values()) if not each.over]

    def _count(self, step: Step) -> None:
        self.steps += 1
        found = self.rounds.pop(step.of, None)
        if found is None or step.step in FIRST:
            found = Round(step.of, step.day)
        self.rounds[step.of] = found
        found.last = step.day
        if step.step != "begin":  # in two terminals at once a step can be done twice
            found.steps[step.step] = step.passed and found.steps.get(step.step, True)

    def _read(self) -> Iterator[Step]:
        """Yield the steps; a line that can't be read is left out, as after a crash."""
        text = self.path.read_text(encoding="utf-8", errors="replace") if self.path.exists() else ""
        for line in text.splitlines():
            try:
                words = json.loads(line)
                day = date.fromisoformat(words["day"])
                step = Step(day, str(words["of"]), str(words["step"]), bool(words["passed"]))
            except (ValueError, KeyError, TypeError):
                continue
            if day <= date.max - AGAIN:
                yield step
