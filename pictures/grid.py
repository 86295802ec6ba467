"""Kinds of traffic beside each other, limiters below each other."""

from collections.abc import Mapping

from matplotlib.figure import Figure

from pictures.looks import (
    FAINT,
    GRANT,
    OUTLINE,
    REFUSAL,
    SMALL,
    TEXT,
    TITLE,
    WAITING,
    WIDTH,
    looks,
    sheet,
    write,
)
from pictures.picture import Picture
from pictures.row import Row, rows
from pictures.sizes import SMALL as SIZES
from pictures.story import Story
from pictures.units import SECONDS, Unit

_EDGE, _LEFT, _BETWEEN, _TOP = 0.12, 1.34, 0.13, 0.84
_ROOM = 6  # discs above the line, and crosses below it, beside which a number can stand


def grid(columns: Mapping[str, list[Story]], title: str, unit: Unit = SECONDS) -> Picture:
    """Draw a column for each kind of traffic, the same limiters in each; a name's second line is small print."""
    width = (WIDTH - _LEFT - _EDGE) / len(columns) - _BETWEEN
    laid = [rows(stories, width, SIZES) for stories in columns.values()]
    up, down = (max(_ROOM, *(getattr(row, way) for rows in laid for row in rows)) for way in ("up", "down"))
    laid = [[row._replace(up=up, down=down) for row in rows] for rows in laid]
    heights = [max(row.height for row in across) for across in zip(*laid, strict=True)]
    with looks():
        figure = sheet(_TOP + sum(heights) + 0.14)
        write(figure, _EDGE, 0.13, title, size=TITLE, weight="bold", va="top")
        for number, (name, stories) in enumerate(columns.items()):
            left, top = _LEFT + number * (width + _BETWEEN), _TOP
            head, _, small = name.partition("\n")
            write(figure, left, _TOP - 0.23, head, size=TEXT, weight="bold", va="bottom")
            write(figure, left, _TOP - 0.08, small, size=SMALL - 0.5, color=FAINT, va="bottom")
            for row, height in zip(laid[number], heights, strict=True):
                parts = row.draw(figure, left, top, width, unit)
                _counts(figure, left + width, top + row.line, row, words=not number)
                if not number:
                    _name(figure, row, parts)
                top += height
            unit.axis(figure, left, top - SIZES.between + 0.01, width, (stories[0].start, stories[0].end))
        return Picture(figure, _words(columns, title))


def _counts(figure: Figure, right: float, line: float, row: Row, *, words: bool) -> None:
    granted, refused = (" granted", " refused") if words else ("", "")
    up, down = (min(0.33, marks * row.sizes.unit - 0.08) for marks in (row.up, row.down))
    write(figure, right, line - up, f"{row.story.granted}{granted}", color=GRANT, size=SMALL, ha="right", va="center")
    write(
        figure, right, line + down, f"{row.story.refused}{refused}", color=REFUSAL, size=SMALL, ha="right", va="center"
    )


def _name(figure: Figure, row: Row, parts: dict[str, tuple[float, float]]) -> None:
    write(figure, _EDGE, parts["marks"][0] + row.line, row.story.name, size=TEXT, weight="bold", va="center")
    for part, text, color in (("level", "left", OUTLINE), ("queue", "waits, then\ngoes ahead", WAITING)):
        if part in parts:
            top, height = parts[part]
            write(figure, _LEFT - 0.09, top + height / 2, text, size=SMALL, color=color, ha="right", va="center")


def _words(columns: Mapping[str, list[Story]], title: str) -> str:
    lines = [f"{name.replace(chr(10), ', ')}\n  " + "\n  ".join(map(str, stories)) for name, stories in columns.items()]
    return "\n".join([title, *lines])
