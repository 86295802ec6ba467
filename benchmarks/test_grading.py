"""How long a learner waits for a card."""

import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.harness.figures import Figures
from benchmarks.harness.number_format import seconds
from benchmarks.harness.question import Case, Kind, Question, Table
from benchmarks.harness.sentence import between
from katas.grader.kata import LADDER

ROOT = Path(__file__).parents[1]
EMPTY = "floor: pytest with nothing to do"
SOLUTION, STUB = "the solution", "the untouched stub"


@dataclass(frozen=True)
class Graded:
    """A kata."""

    name: str
    kind: Kind = "ours"
    algorithm: str = ""

    def command(self, column: str) -> list[str]:
        """Return what is run."""
        if self.kind == "floor":
            return ["--collect-only", "--noconftest", "benchmarks/harness"]
        return [f"katas/{self.name}", *(["--solution", f"solutions/{self.name}.py"] if column == SOLUTION else [])]


def _katas() -> Sequence[Graded]:
    return [Graded(EMPTY, "floor"), *map(Graded, LADDER)]


def _summary(figures: Figures) -> str:
    cells = [("grading", row, SOLUTION) for row in figures.rows("grading") if row != EMPTY]
    slowest = max(cells, key=figures.median)
    return (
        f"From the command to the card, a right solution takes {between([figures.median(c) for c in cells], seconds)}; "
        f"`{slowest[1]}` takes longest."
    )


def _chart(figures: Figures) -> tuple[str, Any]:
    from benchmarks.charts.bars import Bar, bars  # noqa: PLC0415  matplotlib takes a second to import

    katas = [Bar(kata.name, kata.kind, *figures.spread(("grading", kata.name, SOLUTION))) for kata in _katas()]
    return "grading.svg", bars(
        "From `pytest katas/...` to the card of a right solution", "seconds", {"": katas}, seconds
    )


QUESTION = Question(
    "grading",
    "How long does grading take?",
    "Seconds from the command `pytest katas/...` to its end, the start of Python included.",
    (
        Table(
            "grading",
            "Seconds for each kata",
            _katas,
            _summary,
            (STUB, SOLUTION),
            turns=2,
            write=seconds,
            ratios=(),
            laws=False,
        ),
    ),
    with_submission=False,
    charts=(_chart,),
)


def test_grading(case: Case, timed: Callable[..., None]) -> None:
    """Time one run of the grader."""
    assert isinstance(case.row, Graded)
    command = [sys.executable, "-m", "pytest", *case.row.command(case.column)]
    if case.quick:
        command = [sys.executable, "-c", "pass"]

    def grade() -> None:
        subprocess.run(command, cwd=ROOT, capture_output=True, check=False)  # noqa: S603  our own command

    timed(grade)
