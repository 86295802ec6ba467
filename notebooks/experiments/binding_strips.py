"""Which of several limits binds, over time: a strip for each algorithm."""

from collections.abc import Mapping, Sequence

from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from notebooks.experiments.full_blast import Span
from pictures import Picture, Unit
from pictures.parts.style import (
    EDGE,
    LEVEL,
    OUTLINE,
    SMALL,
    TEXT,
    TITLE,
    WIDTH,
    hide_frame,
    overlay,
    place,
    sheet,
    styled,
    write,
)

_LEFT, _RIGHT, _TOP, _HIGH, _BETWEEN = 1.5, 0.25, 0.86, 0.34, 0.2
_SHADES = (LEVEL, OUTLINE, "#17466b")  # from light to dark, also in grey


def binding_strips(
    found: Mapping[str, Sequence[Span]], limits: Sequence[str], end: int, unit: Unit, title: str
) -> Picture:
    """Draw them, by the algorithm's name; the limits are named above."""
    width = WIDTH - _LEFT - _RIGHT
    with styled():
        figure = sheet(_TOP + len(found) * (_HIGH + _BETWEEN) + 0.3)
        write(figure, EDGE, 0.13, title, size=TITLE, weight="bold", va="top")
        _legend(figure, limits)
        top = _TOP
        for name, some in found.items():
            write(figure, EDGE, top + _HIGH / 2, name, size=TEXT, weight="bold", va="center")
            axes = place(figure, _LEFT, top, width, _HIGH)
            hide_frame(axes)
            axes.set(xlim=(0, end), ylim=(0, 1))
            for span in some:
                axes.axvspan(span.start, end, color=_SHADES[span.binding], linewidth=0)
            top += _HIGH + _BETWEEN
        unit.axis(figure, _LEFT, top - _BETWEEN + 0.05, width, (0, end))
    said = [f"{name}: {', '.join(_shares(some, limits))}" for name, some in found.items()]
    return Picture(figure, "\n".join([title, *said]))


def _shares(found: Sequence[Span], limits: Sequence[str]) -> list[str]:
    whole = sum(span.end - span.start for span in found)
    times = [sum(span.end - span.start for span in found if span.binding == number) for number in range(len(limits))]
    return [f"{limit} for {time / whole:.1%}" for limit, time in zip(limits, times, strict=True)]


def _legend(figure: Figure, limits: Sequence[str]) -> None:
    write(figure, EDGE, _TOP - 0.3, "the limit that binds:", size=SMALL, va="center")
    board = overlay(figure)
    for number, (limit, shade) in enumerate(zip(limits, _SHADES, strict=True)):
        left = _LEFT + number * 1.4
        board.add_patch(Rectangle((left, _TOP - 0.36), 0.2, 0.12, color=shade, linewidth=0))
        write(figure, left + 0.28, _TOP - 0.3, limit, size=SMALL, va="center")
