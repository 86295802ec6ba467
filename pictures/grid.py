"""A grid of small pictures: a column for each kind of traffic, a row for each limiter."""

from collections.abc import Mapping
from itertools import chain

from matplotlib.figure import Figure

from pictures.parts.row import Row, rows
from pictures.parts.sizes import SMALL as SIZES
from pictures.parts.style import (
    FAINT,
    GRANT,
    OUTLINE,
    REFUSAL,
    SMALL,
    TEXT,
    TITLE,
    WAITING,
    WIDTH,
    sheet,
    styled,
    write,
)
from pictures.parts.time_unit import SECONDS, Unit
from pictures.picture import Picture
from pictures.trace import Trace

_EDGE, _LEFT, _BETWEEN, _TOP = 0.12, 1.34, 0.13, 0.84
_ROOM = 6  # discs above the line, and crosses below it, beside which a number can stand


def grid(
    columns: Mapping[str, list[Trace]], title: str, unit: Unit = SECONDS, *, left: str = "left", totals: bool = False
) -> Picture:
    """Draw a column for each kind of traffic, the same limiters in each; a name's second line is small print.

    `left` is what the level is called. Totals are what all rows of a column grant.
    """
    width = (WIDTH - _LEFT - _EDGE) / len(columns) - _BETWEEN
    laid = _even([rows(traces, width, SIZES) for traces in columns.values()])
    heights = [max(row.height for row in across) for across in zip(*laid, strict=True)]
    with styled():
        figure = sheet(_TOP + sum(heights) + (0.36 if totals else 0.14))
        write(figure, _EDGE, 0.13, title, size=TITLE, weight="bold", va="top")
        for number, (name, traces) in enumerate(columns.items()):
            start, top = _LEFT + number * (width + _BETWEEN), _TOP
            head, _, small = name.partition("\n")
            write(figure, start, _TOP - 0.23, head, size=TEXT, weight="bold", va="bottom")
            write(figure, start, _TOP - 0.08, small, size=SMALL - 0.5, color=FAINT, va="bottom")
            for row, height in zip(laid[number], heights, strict=True):
                parts = row.draw(figure, start, top, width, unit)
                _counts(figure, start + width, top + row.line, row, words=not number)
                if not number:
                    _name(figure, row, parts, left)
                top += height
            unit.axis(figure, start, top - SIZES.between + 0.01, width, (traces[0].start, traces[0].end))
            if totals:
                words = f"{sum(trace.granted for trace in traces)} granted in all"
                write(figure, start, top + 0.17, words, color=GRANT, size=TEXT, weight="bold", va="center")
        return Picture(figure, _words(columns, title))


def _even(laid: list[list[Row]]) -> list[list[Row]]:
    """Give rows that show the same kind of thing the same height."""
    room: dict[str, tuple[int, int]] = {}
    for row in chain.from_iterable(laid):
        up, down = room.get(row.trace.shows, (_ROOM, _ROOM if row.trace.shows == "answers" else 0))
        room[row.trace.shows] = max(up, row.up), max(down, row.down)
    return [
        [row._replace(up=room[row.trace.shows][0], down=room[row.trace.shows][1]) for row in column] for column in laid
    ]


def _counts(figure: Figure, right: float, line: float, row: Row, *, words: bool) -> None:
    up, down = (min(0.33, marks * row.sizes.unit - 0.08) for marks in (row.up, row.down))
    counts = [(line - up, row.trace.granted, "granted", GRANT), (line + down, row.trace.refused, "refused", REFUSAL)]
    if row.trace.shows != "answers":
        counts = [(line - up, row.trace.granted, "requests", FAINT)]
    for top, count, word, color in counts:
        text = f"{count} {word}" if words else f"{count}"
        write(figure, right, top, text, color=color, size=SMALL, ha="right", va="center")


def _name(figure: Figure, row: Row, parts: dict[str, tuple[float, float]], left: str) -> None:
    name = row.trace.name.replace(", ", ",\n")
    write(figure, _EDGE, parts["marks"][0] + row.line, name, size=TEXT, weight="bold", va="center")
    for part, text, color in (("level", left, OUTLINE), ("queue", "waits, then\ngoes ahead", WAITING)):
        if part in parts:
            top, height = parts[part]
            write(figure, _LEFT - 0.09, top + height / 2, text, size=SMALL, color=color, ha="right", va="center")


def _words(columns: Mapping[str, list[Trace]], title: str) -> str:
    lines = [f"{name.replace(chr(10), ', ')}\n  " + "\n  ".join(map(str, traces)) for name, traces in columns.items()]
    return "\n".join([title, *lines])
