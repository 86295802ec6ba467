"""Bars beside each other: a row for each case, a column for each thing that is counted."""

from collections.abc import Sequence
from typing import NamedTuple

from matplotlib.axes import Axes

from pictures import Picture
from pictures.parts.style import (
    EDGE,
    EMPHASIS,
    FAINT,
    PAPER,
    RULE,
    SMALL,
    TEXT,
    TITLE,
    WIDTH,
    hide_frame,
    place,
    sheet,
    styled,
    write,
)

_TOP, _HIGH, _BETWEEN, _RIGHT, _NUMBER = 0.84, 0.2, 0.13, 0.2, 0.62


class Column(NamedTuple):
    """What is counted."""

    name: str
    color: str
    values: Sequence[float]

    marks: Sequence[float | None] = ()
    """Where a formula puts the end of a bar; none where there is no formula."""

    form: str = ",.0f"
    """How a number is written."""

    hatch: str = ""
    """Hatched, a column differs from the other in a grey print too."""


def bars(names: Sequence[str], columns: Sequence[Column], title: str, left: float = 2.2, note: str = "") -> Picture:
    """Draw them; the names have so many inches. The first row is the one to compare the others with."""
    width = (WIDTH - left - _RIGHT) / len(columns) - _NUMBER
    height = len(names) * (_HIGH + _BETWEEN)
    with styled():
        figure = sheet(_TOP + height + (0.3 if note else 0.1))
        write(figure, EDGE, 0.13, title, size=TITLE, weight="bold", va="top")
        for row, name in enumerate(names):
            middle = _TOP + row * (_HIGH + _BETWEEN) + _HIGH / 2
            weight = "normal" if row else "bold"
            write(figure, left - 0.12, middle, name, size=TEXT, weight=weight, ha="right", va="center")
        for number, column in enumerate(columns):
            begin = left + number * (width + _NUMBER)
            write(figure, begin, _TOP - 0.2, column.name, size=TEXT, weight="bold", color=column.color, va="center")
            axes = place(figure, begin, _TOP, width, height - _BETWEEN)
            _draw(axes, column, len(names))
        if note:
            write(figure, left, _TOP + height + 0.06, note, size=SMALL, color=FAINT, va="center")
    said = [
        f"{name}: {', '.join(f'{column.values[row]:{column.form}} {column.name}' for column in columns)}"
        for row, name in enumerate(names)
    ]
    return Picture(figure, "\n".join([title, *said]))


def _draw(axes: Axes, column: Column, rows: int) -> None:
    hide_frame(axes)
    pitch = _HIGH + _BETWEEN
    axes.set(xlim=(0, max(column.values)), ylim=(rows * pitch - _BETWEEN, 0))
    axes.axvline(0, color=RULE, linewidth=1.6, zorder=0)
    for row, value in enumerate(column.values):
        middle = row * pitch + _HIGH / 2
        axes.barh(
            middle,
            value,
            _HIGH,
            color=column.color,
            hatch=column.hatch,
            edgecolor=PAPER,
            linewidth=0,
        )
        axes.annotate(
            f"{value:{column.form}}",
            (value, middle),
            (5, 0),
            textcoords="offset points",
            size=SMALL,
            va="center",
            annotation_clip=False,
        )
    for row, mark in enumerate(column.marks):
        if mark is not None:
            top = row * pitch
            axes.plot([mark, mark], [top - 0.04, top + _HIGH + 0.04], color=EMPHASIS, linewidth=1.8, clip_on=False)
