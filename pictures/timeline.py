"""Limiters over time, one below the other."""

from collections.abc import Sequence

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
from pictures.sizes import Sizes
from pictures.story import Story
from pictures.units import SECONDS, Unit

EDGE, LEFT, RIGHT = 0.12, 1.42, 0.25  # margins in inches: of names, of the track
TRACK = WIDTH - LEFT - RIGHT


def timeline(*stories: Story, title: str = "", unit: Unit = SECONDS) -> Picture:
    """Draw stories of the same length below each other, on one axis of time."""
    with looks():
        figure = draw(stories, title, unit)[0]
        return Picture(figure, "\n".join([title, *map(str, stories)] if title else map(str, stories)))


def draw(
    stories: Sequence[Story], title: str, unit: Unit, top: float = 0, below: float = 0
) -> tuple[Figure, list[tuple[Row, float]]]:
    """Draw stories; return the figure, and each row with the inches from the top at which it begins.

    There are so many inches of room above the first, and below the last before the axis.
    """
    sizes = Sizes()
    laid = rows(stories, TRACK, sizes)
    top = top or (0.48 if title else 0.14)
    figure = sheet(top + sum(row.height for row in laid) - sizes.between + below + 0.3)
    write(figure, EDGE, 0.13, title, size=TITLE, weight="bold", va="top")
    begun = []
    for row in laid:
        begun.append((row, top))
        parts = row.draw(figure, LEFT, top, TRACK, unit)
        _name(figure, row, parts)
        top += row.height
    unit.axis(figure, LEFT, top - sizes.between + below, TRACK, (stories[0].start, stories[0].end))
    return figure, begun


def _name(figure: Figure, row: Row, parts: dict[str, tuple[float, float]]) -> None:
    story, top = row.story, parts["marks"][0]
    line = top + row.line
    write(figure, EDGE, min(top, line - 0.31), story.name, size=TEXT, weight="bold", va="top")
    _aside(figure, line - 0.1, f"{story.granted} granted", GRANT)
    _aside(figure, line + 0.09, f"{story.refused} refused", REFUSAL)
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
