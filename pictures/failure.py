"""A failure: the smallest timeline that shows it, and more traffic. A success: what the limiter does with traffic."""

import re
from collections.abc import Sequence
from textwrap import wrap
from typing import TypeAlias

from matplotlib.figure import Figure

from pictures.compare import answer, first_difference, ring, spot
from pictures.parts.call import DISC, Call
from pictures.parts.call_columns import Calls
from pictures.parts.row import Row
from pictures.parts.style import EDGE, FAINT, LEFT, SMALL, TEXT, TITLE, sheet, styled, write
from pictures.parts.time_unit import Unit
from pictures.picture import Picture
from pictures.timeline import draw
from pictures.trace import Trace
from ratelimit.replay import Step

_WIDE = 112  # characters of small print

Panel: TypeAlias = tuple[str, Sequence[Call], str]
"""A title with the quota; the calls; and what differs at the last one, "" if nothing does."""


class Traffic:
    """More traffic: expected and yours, for each key; what it is, and why yours ends early if it does."""

    def __init__(self, title: str, pairs: Sequence[tuple[Trace, Trace]], unit: Unit, stopped: str = "") -> None:
        self.title, self.pairs, self.unit, self.stopped = title, pairs, unit, stopped
        self.only_bools = len(pairs) > 1  # several keys: a keyed limiter returns no waits

    @property
    def traces(self) -> list[Trace]:
        """All traces, from top to bottom."""
        return [trace for pair in self.pairs for trace in pair]

    @property
    def difference(self) -> tuple[int, int] | None:
        """The pair and the request that is the first to be answered differently."""
        found = [
            (index, number) for number, pair in enumerate(self.pairs) if (index := first_difference(*pair)) is not None
        ]
        first = min(found, key=lambda each: self.pairs[each[1]][0].steps[each[0]].now, default=None)
        return first and (first[1], first[0])

    @property
    def note(self) -> str:
        """The first difference, in words."""
        if self.difference is None:
            if self.stopped:
                return f"Yours stops: {self.stopped}"
            same = all(expected.levels == yours.levels for expected, yours in self.pairs)
            return (
                "The same answers on this traffic." if same else "The same grants and waits, but not as much is left."
            )
        number, index = self.difference
        one, other = (self._answer(trace.steps[index]) for trace in self.pairs[number])
        now = self.unit.time(self.pairs[number][0].steps[index].now)
        later = f"; later yours stops: {self.stopped}" if self.stopped else ""
        return "\n".join(wrap(f"first difference, at {now}: expected {one}, yours {other}{later}", _WIDE))

    def _answer(self, step: Step) -> str:
        return "refused" if self.only_bools and step.wait else answer(step, self.unit)


def failure(title: str, words: Sequence[str], panel: Panel, more: Traffic | None) -> Picture:
    """Draw the calls, with a ring around the last one if there is a note, and below them more traffic."""
    about, calls, note = panel
    small = [line for each in words for line in wrap(each, _WIDE)]
    laid, noted = (Calls(calls, _capacity(about)) if calls else None), wrap(note, _WIDE)
    heading = 0.56 + 0.17 * len(small)
    noting = heading + 0.22 + 0.07 * max(0, len(noted) - 1)
    under = noting + 0.07 * len(noted) + 0.03
    end = under + laid.height if laid else heading - 0.3
    with styled():
        if more is None:
            figure = sheet(end + 0.1)
            write(figure, EDGE, 0.13, title, size=TITLE, weight="bold", va="top")
        else:
            start, below = end + 0.3, 0.07 * more.note.count("\n")
            figure, rows = draw(more.traces, title, more.unit, start + 0.46 + 2 * below)
            write(figure, EDGE, start, more.title, size=TEXT, weight="bold", va="center")
            _more(figure, rows, more, start + 0.22 + below)
        write(figure, EDGE, 0.36, "\n".join(small), size=TEXT, color=FAINT, va="top", linespacing=1.35)
        if laid is not None:
            write(figure, EDGE, heading, about, size=TEXT, weight="bold", va="center")
            box = bool(note) and laid.same_mark
            spots = laid.draw(figure, under, box=box)
            if note:
                ring(figure, spots, "\n".join(noted), noting, 0 if box else 0.85 * DISC)
        return Picture(figure, _words(title, words, panel, more))


def success(title: str, law: str, more: Traffic) -> Picture:
    """Draw only yours: it is as expected."""
    with styled():
        traces = [yours for _, yours in more.pairs]
        figure, _ = draw(traces, title, more.unit, 0.72)
        write(figure, EDGE, 0.36, law, size=TEXT, color=FAINT, va="top")
        return Picture(figure, "\n".join([title, law, *map(str, traces)]))


def _more(figure: Figure, rows: list[tuple[Row, float]], more: Traffic, top: float) -> None:
    if more.difference is None:
        write(figure, LEFT, top, more.note, size=SMALL, color=FAINT, va="center")
        return
    number, index = more.difference
    spots = [spot(row, begun, index) for row, begun in rows[2 * number : 2 * number + 2]]
    ring(figure, spots, more.note, top)


def _capacity(about: str) -> int:
    found = re.search(r"burst=(\d+)", about)
    return int(found[1]) if found else 1


def _words(title: str, words: Sequence[str], panel: Panel, more: Traffic | None) -> str:
    about, calls, note = panel
    lines = [title, *words, *([about] if calls else [])]
    lines += [f"  {call.now} {call.call}: expected {call.expected}, yours {call.yours}" for call in calls]
    lines += [note] if note else []
    if more is not None:
        lines += [more.title, *map(str, more.traces), more.note]
    return "\n".join(lines)
