"""Grades at each save and shows the card; one key each for the next hint, why, a replay, and the end."""

import os
import signal
import subprocess
import textwrap
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from queue import Empty, SimpleQueue
from shutil import get_terminal_size
from threading import Event, get_ident
from time import perf_counter, strftime
from types import FrameType

from katas.grader.kata import Kata
from katas.grader.report.card import Wishes, card, gist, has_more, replay_card
from katas.grader.report.terminal import card_width
from katas.grader.run.process import Order, Tell
from katas.grader.verdict import Report
from katas.grader.watch.keyboard import INTERRUPT, QUIT, Keyboard
from katas.grader.watch.saves import Saves

_SAVED = "saved"
_ENDS = ("q", INTERRUPT, QUIT)
_CLEARED = "\033[H\033[J"  # begins at the top; what was there is gone
_SAME = {"n": "h"}  # another key that does the same


class Superseded(BaseException):
    """A run is of no more use: the file was saved again, or the learner leaves."""


class Loop:
    """One learner at one file, until they press q."""

    def __init__(
        self,
        kata: Kata,
        order: Order,
        wishes: Wishes,
        grade: Callable[[Kata, Order, Tell], Report],
        write: Callable[[str], None],
    ) -> None:
        self._kata = kata
        self._order = order
        self._wishes = self._asked = wishes
        self._grade = grade
        self._write = write
        self._events: SimpleQueue[str] = SimpleQueue()
        self._main = get_ident()
        self._runs = 0
        self._busy = False  # whether a run is under way
        self._over = Event()
        self._report: Report | None = None
        self._menu: dict[str, str] = {}  # what each key does now; none is kept for later
        self._when = self._fell = ""

    def run(self, path: Path, terminal: int = 0) -> Report | None:
        """Grade the file at each save. Return the last report."""
        with ExitStack() as stack:
            stack.callback(signal.signal, signal.SIGUSR1, signal.signal(signal.SIGUSR1, self._supersede))
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                stack.callback(signal.signal, number, signal.signal(number, self._end))
            stack.enter_context(Keyboard(terminal, self._post))
            stack.enter_context(Saves(path, lambda: self._post(_SAVED)))
            stack.callback(self._over.set)
            try:
                self._until_the_end()
            except KeyboardInterrupt:  # the process was told to end
                self._write("")
        return self._report

    def _until_the_end(self) -> None:
        event = _SAVED
        while event not in _ENDS:
            if event == _SAVED:
                self._graded()
            elif event in self._menu:
                self._pressed(event)
            event = self._next()

    def _pressed(self, key: str) -> None:
        if key == "r":
            self._replayed()
            return
        if key == "w":
            self._wishes = self._wishes._replace(why=not self._wishes.why, hints_last=False)
        elif key == "h":
            self._wishes = self._wishes._replace(hints=min(self._wishes.hints + 1, 3), hints_last=True)
        self._page(_below())
        self._show(self._card(), self._keys(), self._gist())

    def _next(self) -> str:
        while True:
            try:
                return self._events.get(timeout=1)
            except Empty:  # a signal that came just before the wait has not ended it
                continue

    def _graded(self) -> None:
        self._when = strftime("%H:%M:%S")
        report = self._run(self._order, f"{self._when} Grading ...\n\nq quit   Other keys come with the card.\n")
        if report is None:
            return
        before, self._report = self._report, report
        if before is None or _level(before) != _level(report):  # hints of another level are not asked for yet
            self._wishes = self._asked
        self._fell = _fell(before, report) if before else ""
        if self._order.quiet:
            self._page(_CLEARED)
        self._show(self._card(), self._keys(), self._gist())

    def _replayed(self) -> None:
        order = self._order._replace(replay=self._timeline(), quiet=False)
        report = self._run(order, "Replaying, with what your code prints ...")
        if report is not None:
            shown = replay_card(self._kata, report, order.replay, card_width(is_terminal=True))
            self._show(shown, {"b": "back", "r": "replay again", "q": "quit"})

    def _run(self, order: Order, what: str) -> Report | None:
        """Return the report, None if the run was ended by a save or by the learner."""
        self._menu = {}
        self._page(_below())  # no old card stands above the new run
        self._write(what)
        self._runs += 1
        try:
            self._busy = True
            report = self._grade(self._kata, order, self._tell() if order.quiet else lambda _: None)
            self._busy = False  # here, where it may still be superseded
        except Superseded:
            if self._events.empty():
                self._events.put(_SAVED)
            return None
        except BaseException:
            self._busy = False
            raise
        return report

    def _tell(self) -> Tell:
        """Return what keeps the last line up to date: which level runs, and for how long the run has been going on."""
        began, levels, written = perf_counter(), self._kata.levels, ""

        def tell(judged: int) -> None:
            nonlocal written
            doing = "all levels done, now the card"
            if judged < len(levels):
                doing = f"level {judged + 1} of {len(levels)}, {levels[judged].name}"
            line = f"{doing} ... {perf_counter() - began:.0f} s" if _moves() else doing
            if line != written:
                self._write(("\033[A\033[K" if written and _moves() else "") + line)
            written = line

        return tell

    def _post(self, event: str) -> None:
        """Take an event from another thread; end the run that it makes useless. A key that does nothing is dropped."""
        event = _SAME.get(event, event)
        if event not in (_SAVED, *_ENDS, *self._menu):
            return
        run, ends = self._runs, self._busy and event in (_SAVED, *_ENDS)
        self._events.put(event)
        while ends and self._busy and run == self._runs:
            signal.pthread_kill(self._main, signal.SIGUSR1)
            self._over.wait(0.05)

    def _end(self, _number: int, _frame: FrameType | None) -> None:
        self._events.put(QUIT)  # if Python ignores the exception, as it does in a finaliser
        raise KeyboardInterrupt

    def _supersede(self, _number: int, frame: FrameType | None) -> None:
        if self._busy and not _starts_a_process(frame):  # that would be left alone
            self._busy = False
            raise Superseded

    def _timeline(self) -> str:
        failed = self._report.first_failed if self._report else None
        if failed is None or failed.failure is None or failed.failure.kind == "not started" or self._order.replay:
            return ""
        return failed.failure.timeline

    def _card(self, more: int = 0) -> str:
        if self._report is None:
            return ""
        width = card_width(is_terminal=True)
        if self._order.replay:
            return replay_card(self._kata, self._report, self._order.replay, width)
        why, hints = self._wishes.why and self._knows_more(), self._wishes.hints + more
        return card(self._kata, self._report, self._wishes._replace(why=why, hints=hints), width)

    def _knows_more(self) -> bool:
        failed = self._report.first_failed if self._report else None
        return failed is not None and failed.failure is not None and not self._order.replay and has_more(failed.failure)

    def _keys(self) -> dict[str, str]:
        """Return what keys do at the card."""
        keys = {}
        if self._card() != self._card(more=1):
            keys["h"] = "next hint" if self._wishes.hints else "hint"
        if self._knows_more():
            keys["w"] = "hide why" if self._wishes.why else "why"
        if self._timeline():
            keys["r"] = "replay"
        return {**keys, "q": "quit"}

    def _show(self, text: str, keys: dict[str, str], short: list[str] | None = None) -> None:
        """Show a text and the keys; between them the text in short, if its beginning does not fit on the screen."""
        self._menu = keys
        screen, width = get_terminal_size().lines, card_width(is_terminal=True)
        menu = "   ".join(f"{key} {what}" for key, what in keys.items())
        graded = textwrap.wrap(f"Graded {self._when}.{self._fell}", width)
        graded[-1:] = _joined(graded[-1], "Save the file to grade it again.", width)
        below = ["", menu, *graded]
        if short and text.count("\n") + len(below) + 2 > screen:  # a line above the text, one for the cursor
            below = ["", *short, *below]
        self._write("\n".join([text, *below]))

    def _gist(self) -> list[str]:
        return gist(self._report, card_width(is_terminal=True)) if self._report and not self._order.replay else []

    def _page(self, place: str) -> None:
        """Go to a place, where the terminal can."""
        if _moves():
            self._write(place)


def _moves() -> bool:
    return os.environ.get("TERM") != "dumb"


def _below() -> str:
    """Return what begins at the top. What was there is above, if you scroll back."""
    return "\n" * get_terminal_size().lines + _CLEARED


def _joined(one: str, two: str, width: int) -> list[str]:
    return [f"{one} {two}"] if len(one) + len(two) < width else [one, two]


def _level(report: Report) -> str:
    return report.first_failed.name if report.first_failed else ""


def _fell(before: Report, now: Report) -> str:
    """Say what the score was before, and which level passed then, if the score has fallen."""
    number, failed = next(((n, each) for n, each in enumerate(now.results, 1) if each.verdict == "failed"), (0, None))
    if failed is None or now.points >= before.points:
        return ""
    return f" {before.points} points before, {now.points} now: level {number}, {failed.name}, passed then."


def _starts_a_process(frame: FrameType | None) -> bool:
    while frame is not None:
        if frame.f_code is subprocess.Popen.__init__.__code__:
            return True
        frame = frame.f_back
    return False
