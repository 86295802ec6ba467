"""What `pytest katas/...` does: it grades each kata in a process of its own, and shows a card or the scoreboard."""

import importlib
import os
import secrets
import sys
import textwrap
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest

from katas.grader.kata import LADDER, Kata, load_kata
from katas.grader.report.card import Wishes, card, replay_card, shown_path
from katas.grader.report.colour import painted
from katas.grader.report.last_run import digest_of, keep, kept
from katas.grader.report.pytest_command import command, install
from katas.grader.report.scoreboard import scoreboard
from katas.grader.report.terminal import card_width, inline
from katas.grader.run.loading import file_of
from katas.grader.run.process import Order, Tell, cold, grade
from katas.grader.verdict import Report, Result

DEEP_CASES = 3000
STARTED = perf_counter()  # pytest itself was imported a third of a second before
DEEP_BUDGET = 600.0

_reports = pytest.StashKey[dict[str, Report]]()
_plotted = pytest.StashKey[str]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the grader's options; `--solution` is in the conftest.py above."""
    group = parser.getgroup("katas", "grading of katas")
    group.addoption("--hint", action="count", default=0, help="show the next hint; twice for the second, and so on")
    group.addoption("--why", action="store_true", help="show what there was before each call, and tracebacks")
    group.addoption("--all", action="store_true", help="run the levels after the first failure too")
    group.addoption(
        "--deep", action="store_true", help=f"draw {DEEP_CASES} timelines for each set of inputs, new ones each time"
    )
    group.addoption("--seed", type=int, help="as --deep, but draw what that seed drew before")
    group.addoption(
        "--replay", metavar="TIMELINE", help='run one timeline, as a card prints it: "1/10: take(0) take(10)"'
    )
    group.addoption("--watch", action="store_true", help="grade at each save, with keys for hints and a replay")
    group.addoption(
        "--plot",
        metavar="FILE.png",
        help="draw the smallest timeline that failed, and more traffic",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Keep pytest's own report out of the card's way."""
    config.stash[_reports] = {}
    if config.option.plot is not None and config.option.watch:
        raise pytest.UsageError("--plot draws one run, --watch makes many: take one of them")
    if config.option.plot is not None:
        config.option.plot = _plottable(config.option.plot)
    config.option.deep = config.option.deep or config.option.seed is not None
    if config.option.deep and config.option.seed is None:
        config.option.seed = secrets.randbelow(2**32)
    if not config.option.collectonly:
        config.option.verbose = min(config.option.verbose, 0) - 2


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A picture is of one kata, and so is watching. What is replayed must be of the kata's form."""
    names = {item.path.parent.name for item in items if isinstance(item, LevelItem)}
    for name in names if config.option.replay else ():
        try:
            load_kata(name).parse(config.option.replay)
        except ValueError as error:
            raise pytest.UsageError(f"--replay: {error}") from error
    first = min(names, key=LADDER.index, default=LADDER[0])
    if config.option.plot and len(names) > 1:
        raise pytest.UsageError(f"--plot draws one kata: {command(first)} --plot {config.option.plot}")
    if config.option.watch and len(names) != 1:
        raise pytest.UsageError(f"--watch is for one kata: {command(first)} --watch")


def pytest_runtestloop(session: pytest.Session) -> bool | None:
    """Leave the terminal to `--watch`."""
    config = session.config
    if not config.option.watch or config.option.collectonly or session.testsfailed:
        return None
    file, capture = session.items[0].parent, config.pluginmanager.get_plugin("capturemanager")
    assert isinstance(file, KataFile)  # noqa: S101  of a kata's levels, as it was collected
    assert capture is not None  # noqa: S101  it is part of pytest
    capture.suspend_global_capture(in_=True)
    try:
        report = _watch(config, file.kata)
    finally:
        capture.resume_global_capture()
    if report is not None:
        config.stash[_reports][file.kata.name] = report
    return True


def pytest_pycollect_makemodule(module_path: Path, parent: pytest.Collector) -> "KataFile | None":
    """A kata's test file is a list of levels, not a module of test functions. Its own file stands for the same."""
    folder = module_path.parent
    if folder.parent != Path(__file__).parent or module_path.stem not in (folder.name, f"test_{folder.name}"):
        return None
    return KataFile.from_parent(parent, path=module_path)


class KataFile(pytest.File):
    """A kata, and the report that all its levels share."""

    @property
    def kata(self) -> Kata:
        """What the file declares."""
        return load_kata(self.path.parent.name)

    def collect(self) -> Iterator["LevelItem"]:
        """Yield the levels."""
        for level in self.kata.levels:
            yield LevelItem.from_parent(self, name=level.name)

    def report(self) -> Report:
        """Grade the submission, once."""
        done = self.config.stash[_reports]
        kata = self.kata
        if kata.name not in done:
            done[kata.name] = _graded(self.config, kata)
            if self.config.option.plot:
                self.config.stash[_plotted] = _plot(self.config, kata, done[kata.name])
        return done[kata.name]


class LevelItem(pytest.Item):
    """One level of a kata."""

    def runtest(self) -> None:
        """Pass, fail or be locked, as the kata's report says."""
        report = self.parent.report()  # type: ignore[union-attr]
        if self.config.option.replay:
            return
        result = next(result for result in report.results if result.name == self.name)
        earned = result.points if result.verdict == "passed" else 0
        self.user_properties += [("verdict", result.verdict), ("points", f"{earned}/{result.points}")]
        if result.verdict == "locked":
            pytest.skip(f"{result.law} (locked: an earlier level is not passed yet)")
        if result.verdict != "passed":
            raise LevelFailed(result)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> str:  # noqa: ARG002
        """Say it in a few words: this goes to --junitxml. Learners read the card."""
        if isinstance(excinfo.value, LevelFailed):
            return str(excinfo.value)
        return str(excinfo.getrepr())

    def reportinfo(self) -> tuple[Path, None, str]:
        """Name the level."""
        return self.path, None, f"{self.path.parent.name}: {self.name}"


class LevelFailed(Exception):  # noqa: N818  pytest's word
    """A level that is not passed."""

    def __init__(self, result: Result) -> None:
        words = [result.law]
        if result.failure is not None:
            words += [result.failure.message, result.failure.line, result.failure.timeline]
            words += [f"expected {row.expected}, yours {row.yours}" for row in result.failure.rows[-1:]]
        super().__init__("\n".join(filter(None, words)))


def pytest_report_teststatus() -> tuple[str, str, str]:
    """Show nothing while levels run: the card says it all."""
    return "", "", ""


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Exit with 0 only if every level of every kata that was asked for has passed."""
    reports = session.config.stash[_reports].values()
    if session.config.option.replay:
        wrong = any(report.replayed is not None or not report.complete for report in reports)
    else:
        wrong = not all(report.passed for report in reports)
    if wrong and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print the card, or the scoreboard when there were several katas."""
    if config.option.watch:
        return
    reports = config.stash[_reports]
    width = card_width(is_terminal=bool(terminalreporter.isatty))
    wishes = Wishes(config.option.hint, config.option.why, config.option.all, config.option.seed)
    if config.option.replay:
        text = "\n".join(
            replay_card(load_kata(name), report, config.option.replay, width, why=config.option.why)
            for name, report in reports.items()
        )
    elif len(reports) > 1:
        text = scoreboard(list(reports.values()), config.option.solution)
    else:
        text = "\n".join(card(load_kata(name), report, wishes, width) for name, report in reports.items())
    plotted = config.stash.get(_plotted, "")
    whole = plotted.startswith("Picture: ")  # a path that can be copied
    told = [plotted] if whole else textwrap.wrap(plotted, width, subsequent_indent="  ", break_long_words=False)
    text = "\n".join([text, *told])
    _write(terminalreporter, text)
    if plotted.startswith("Picture: ") and terminalreporter.isatty:
        terminalreporter.write(inline(Path(config.option.plot).read_bytes(), os.environ, width))


def _graded(config: pytest.Config, kata: Kata) -> Report:
    """Return a report: the last run's if more of that is all that is asked for, and nothing has changed."""
    option, order = config.option, _order(config, kata)
    more = option.hint or option.why or option.plot
    if more and _repeats(config, order) and (report := kept(config.cache, kata, digest_of(kata, order))):
        return report
    return _grade_anew(config, kata, order, start=None if config.stash[_reports] else STARTED)


def _grade_anew(
    config: pytest.Config, kata: Kata, order: Order, tell: Tell = lambda _: None, *, start: float | None = None
) -> Report:
    """Grade, and keep the report if it can be the next run's."""
    digest = digest_of(kata, order) if _repeats(config, order) else ""
    report = grade(kata, order, cold, tell)
    if start is not None:
        report.seconds = perf_counter() - start  # what the learner waited for
    if digest and digest == digest_of(kata, order):  # nobody has saved meanwhile
        keep(config.cache, report, digest)
    return report


def _repeats(config: pytest.Config, order: Order) -> bool:
    """Whether another run would find the same, and show no more."""
    return config.cache is not None and order.quiet and not order.replay and not config.option.deep


def _watch(config: pytest.Config, kata: Kata) -> Report | None:
    """Grade at each save. Raises `UsageError` where there is no terminal to take keys from."""
    order, terminal = _order(config, kata), config.pluginmanager.get_plugin("terminalreporter")
    assert terminal is not None  # noqa: S101  it is part of pytest
    path = file_of(kata, order.submission)
    if not path.is_file():
        raise pytest.UsageError(f"--watch watches a file, and there is no file {path}")
    if not (os.isatty(0) and terminal.isatty):
        raise pytest.UsageError(f"--watch takes keys, and needs a terminal. Without one: {command(kata.name)}")
    try:
        loop = importlib.import_module("katas.grader.watch.loop").Loop
    except ImportError as error:  # also on Windows, which has no termios
        what = f"watchfiles. Type: {install('kata')}" if error.name == "watchfiles" else "a terminal as Unix has them"
        raise pytest.UsageError(f"--watch needs {what}") from error
    wishes = Wishes(config.option.hint, config.option.why, config.option.all, config.option.seed, keys=True)
    report: Report | None = loop(kata, order, wishes, partial(_grade_anew, config), partial(_write, terminal)).run(path)
    return report


def _write(terminal: pytest.TerminalReporter, text: str) -> None:
    if terminal.hasmarkup:  # a terminal, --color=yes or FORCE_COLOR; not NO_COLOR
        text = painted(text)
    terminal.write(_writable(text, getattr(sys.stdout, "encoding", None) or "utf-8") + "\n", flush=True)


def _writable(text: str, encoding: str) -> str:
    """Fall back to ASCII marks on a terminal that has no others."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        text = text.translate(str.maketrans("✓✗□·●○├┤─█", "+x.-*o||-#"))
        text = text.encode(encoding, "replace").decode(encoding)
    return text


def _plottable(text: str) -> str:
    """Return a path that a picture can be written to. Raises `UsageError` before anything is graded."""
    path = Path(text)
    if path.suffix != ".png":
        raise pytest.UsageError(f"--plot: a picture is a .png file, got {text}")
    if not path.parent.is_dir():
        raise pytest.UsageError(f"--plot: there is no folder {path.parent}")
    try:
        importlib.import_module("pictures")
    except ImportError as error:
        raise pytest.UsageError(f"--plot draws with matplotlib. Type: {install('notebooks')}") from error
    return text


def _plot(config: pytest.Config, kata: Kata, report: Report) -> str:
    # Only now: matplotlib takes longer than a card.
    plot = importlib.import_module("katas.grader.report.plot").plot
    line: str = plot(kata, _order(config, kata), report, Path(config.option.plot))
    return line


def _order(config: pytest.Config, kata: Kata) -> Order:
    option = config.option
    return Order(
        submission=option.solution or shown_path(kata.stub),
        every=option.all,
        cases=DEEP_CASES if option.deep else Order._field_defaults["cases"],
        seed=option.seed or 0,
        replay=option.replay or "",
        quiet=option.capture != "no",
        budget=DEEP_BUDGET if option.deep else Order._field_defaults["budget"],
    )
