"""Makes `pytest benchmarks` measure the cases of each question turn by turn, and print its tables."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import Any

import pytest

from benchmarks.harness.figures import Figures
from benchmarks.harness.page import body, write
from benchmarks.harness.question import Case, Question, Row, Table, cases
from benchmarks.peers import missing

# Plugins are not loaded by themselves here (see pyproject.toml), so that a kata's card does not wait for this one.
pytest_plugins = ["pytest_benchmark.plugin"] if find_spec("pytest_benchmark") else []


@dataclass
class Run:
    """The state of one run of pytest."""

    command: str
    submission_rows: list[Any] = field(default_factory=list)
    figures: Figures = field(default_factory=Figures)
    questions: dict[str, Question] = field(default_factory=dict)

    def rows(self, table: Table) -> Sequence[Row]:
        """Return the rows of a table: with a learner, those of its algorithm."""
        rows = table.rows()
        if not self.submission_rows:
            return rows
        algorithm = self.submission_rows[0].algorithm
        return [*(row for row in rows if row.algorithm in ("", algorithm)), *self.submission_rows]


_run = pytest.StashKey[Run]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options; `--solution` is in the conftest.py above."""
    group = parser.getgroup("benchmarks", "what a limiter costs")
    group.addoption("--quick", action="store_true", help="one turn and few calls: only to see that it works")
    group.addoption("--write", action="store_true", help="write benchmarks/results")


def pytest_configure(config: pytest.Config) -> None:
    """Find the learner's class before anything is measured, and keep the plugin's own table out of the way."""
    option = config.option
    if not pytest_plugins:
        raise pytest.UsageError('benchmarks need pytest-benchmark and matplotlib: pip install -e ".[bench]"')
    if option.write and (option.solution or option.quick or missing()):
        raise pytest.UsageError("--write is for a whole run: all peers, no --quick, no --solution")
    option.benchmark_quiet = True  # of each case by itself: what counts is how they compare, turn by turn
    run = config.stash[_run] = Run(" ".join(["pytest", *config.invocation_params.args]))
    if option.solution:
        from benchmarks.rows.submission_rows import NotMeasurable, submission_rows  # noqa: PLC0415  the grader takes a while to import

        try:
            run.submission_rows = submission_rows(option.solution)
        except NotMeasurable as error:
            raise pytest.UsageError(str(error)) from error


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Make an item of each case of the file's question."""
    if "case" not in metafunc.fixturenames:
        return
    question: Question = metafunc.module.QUESTION
    run = metafunc.config.stash[_run]
    chosen: list[Case] = []
    if question.with_submission or not run.submission_rows:
        run.questions[question.name] = question
        chosen = list(cases(question, run.rows, quick=metafunc.config.option.quick))
    metafunc.parametrize("case", chosen, ids=[case.id for case in chosen])


@pytest.fixture
def recorded(request: pytest.FixtureRequest, case: Case) -> Callable[..., None]:
    """Record a figure of the case, in its own column or in a further one."""
    run = request.config.stash[_run]

    def note(value: float, column: str = "") -> None:
        run.figures.add((case.table.name, case.row.name, column or case.column), case.turn, value)

    return note


@pytest.fixture
def timed(benchmark: Any, case: Case, recorded: Callable[..., None]) -> Callable[..., None]:
    """Time one call of a function that does something `of` times, and keep the seconds for each."""

    def time(function: Callable[..., object], *args: object, of: int = 1, column: str = "") -> None:
        benchmark.group = f"{case.table.name}, {case.column}"
        benchmark.extra_info.update(row=case.row.name, turn=case.turn, times=of)
        benchmark.pedantic(function, args=args, rounds=1, iterations=1)
        if benchmark.stats is not None:  # else --benchmark-disable
            recorded(benchmark.stats.stats.data[0] / of, column)

    return time


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print the tables, and write them if asked to."""
    run = config.stash[_run]
    if missing():
        terminalreporter.write_line(f'Without peers: {", ".join(missing())} are missing: pip install -e ".[peers]"')
    for question in run.questions.values():
        text = body(question, run.rows, run.figures)
        if text:
            terminalreporter.write(f"\n# {question.title}\n\n{question.intro}\n\n{text}\n")
        if text and config.option.write:
            for path in write(question, run.rows, run.figures, run.command):
                terminalreporter.write_line(f"wrote {path.relative_to(config.rootpath)}")
