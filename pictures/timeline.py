"""Limiters over time, one below the other."""

from collections.abc import Mapping, Sequence

from matplotlib.figure import Figure

from pictures.parts.row import Row, rows
from pictures.parts.sizes import Sizes
from pictures.parts.style import (
    DASHED,
    EDGE,
    EMPHASIS,
    FAINT,
    GRANT,
    LEFT,
    OUTLINE,
    REFUSAL,
    SMALL,
    TEXT,
    TITLE,
    TRACK,
    WAITING,
    overlay,
    sheet,
    styled,
    write,
)
from pictures.parts.time_unit import SECONDS, Unit
from pictures.picture import Picture
from pictures.trace import Trace

_NOTE = 0.5  # inches from the top, of words above the first row


def timeline(
    *traces: Trace,
    title: str = "",
    unit: Unit = SECONDS,
    moment: tuple[int, str] | None = None,
    notes: Mapping[str, tuple[int, str]] | None = None,
) -> Picture:
    """Draw traces of the same length below each other, on one axis of time.

    A moment is a time that is marked across all rows, with words above it. A note stands in the row of that name, where
    nothing is left, from a time on.
    """
    with styled():
        figure, laid = draw(traces, title, unit, 0.66 if moment else 0)
        if moment:
            _mark(figure, laid, *moment)
        for row, top in laid:
            if notes and row.trace.name in notes:
                now, text = notes[row.trace.name]
                level = top + row.marks + row.sizes.gap + row.sizes.level / 2
                write(figure, _at(row.trace, now) + 0.06, level, text, color=FAINT, size=SMALL, va="center", zorder=6)
        return Picture(figure, "\n".join([title, *map(str, traces)] if title else map(str, traces)))


def draw(
    traces: Sequence[Trace], title: str, unit: Unit, top: float = 0, below: float = 0
) -> tuple[Figure, list[tuple[Row, float]]]:
    """Draw traces; return the figure, and each row with its top, in inches.

    Leave so many inches above the first row, and below the last one before the axis.
    """
    sizes = Sizes()
    laid = rows(traces, TRACK, sizes)
    top = top or (0.48 if title else 0.14)
    figure = sheet(top + sum(row.height for row in laid) - sizes.between + below + 0.3)
    write(figure, EDGE, 0.13, title, size=TITLE, weight="bold", va="top")
    begun = []
    for row in laid:
        begun.append((row, top))
        parts = row.draw(figure, LEFT, top, TRACK, unit)
        _name(figure, row, parts)
        top += row.height
    unit.axis(figure, LEFT, top - sizes.between + below, TRACK, (traces[0].start, traces[0].end))
    return figure, begun


def _at(trace: Trace, now: int) -> float:
    return LEFT + TRACK * (now - trace.start) / (trace.end - trace.start)


def _mark(figure: Figure, laid: list[tuple[Row, float]], now: int, text: str) -> None:
    last, top = laid[-1]
    left, bottom = _at(last.trace, now), top + last.height - last.sizes.between
    overlay(figure).plot([left, left], [_NOTE + 0.09, bottom], color=EMPHASIS, linewidth=0.8, linestyle=DASHED)
    write(figure, left, _NOTE, text, color=EMPHASIS, size=SMALL, ha="center", va="center")


def _name(figure: Figure, row: Row, parts: dict[str, tuple[float, float]]) -> None:
    trace, top = row.trace, parts["marks"][0]
    line = top + row.line
    name = trace.name.replace(", ", ",\n")
    highest = line - 0.31 - 0.19 * name.count("\n")  # above the counts
    write(figure, EDGE, min(top, highest), name, size=TEXT, weight="bold", va="top")
    if trace.shows == "answers":
        _aside(figure, line - 0.1, f"{trace.granted} granted", GRANT)
        _aside(figure, line + 0.09, f"{trace.refused} refused", REFUSAL)
    else:
        _aside(figure, line - 0.1, f"{trace.granted} requests", FAINT)
    if "level" in parts:
        top, height = parts["level"]
        _aside(figure, top + 0.05, f"{row.capacity}", FAINT)
        _aside(figure, top + height / 2, "left", OUTLINE, LEFT - 0.3)
        _aside(figure, top + height - 0.02, "0", FAINT)
    if "queue" in parts:
        top, height = parts["queue"]
        _aside(figure, top + height / 2, "waits, then\ngoes ahead", WAITING)


def _aside(figure: Figure, top: float, text: str, color: str, right: float = LEFT - 0.1) -> None:
    write(figure, right, top, text, color=color, size=SMALL, ha="right", va="center")
