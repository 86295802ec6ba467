"""The visual style of all pictures: what a grant, a refusal, a delay and a level look like.

Each differs from the others in colour, shape and place, so that any one of these is enough: for readers who see few
colours, in a grey print, and on a dark page, as the background is never transparent.
"""

from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.style import context

PAPER = "#fcfbf8"
INK = "#26241f"
FAINT = "#6a675f"  # 5.4 : 1 on the paper
PALE = "#efece4"  # a shaded span or area behind the marks
EMPHASIS = "#26241f"  # a ring around what to look at, and its note
RULE = "#d8d4ca"  # window edges, zero lines
DASHED = (0, (4, 3))

# From the palette of Okabe and Ito; in grey they go from dark to light in this order.
GRANT = "#0072b2"  # a filled disc above the line
REFUSAL = "#d55e00"  # a cross below it
ARRIVAL = "#6a675f"  # the same disc, for a request that no limiter has answered yet
DELAY = "#e69f00"  # a bar from arrival to departure, with an arrow head in the colour of grants
WAITING = "#8a5d00"  # the same, for text
LEVEL = "#b9dcf0"  # a filled area with a stepped outline
OUTLINE = "#4a90b8"
MEAN = "#00785a"  # a dashed line: the mean, beside the most

WIDTH = 8.5  # inches; shown at 850 pixels, so that a point is 1.4 of them
EDGE, LEFT, RIGHT = 0.12, 1.42, 0.25  # margins in inches: of names, and of the track of time
TRACK = WIDTH - LEFT - RIGHT
DPI = 200  # twice that: sharp screens have two pixels for one
DISC = 5.2  # points across
TEXT, SMALL, TITLE = 9.0, 8.0, 10.0

_RC: dict[str, Any] = {
    "axes.edgecolor": RULE,
    "axes.facecolor": PAPER,
    "axes.labelcolor": FAINT,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "figure.facecolor": PAPER,
    "font.family": "DejaVu Sans",  # matplotlib brings it along: the same letters everywhere
    "font.size": TEXT,
    "savefig.dpi": DPI,
    "savefig.facecolor": PAPER,
    "text.color": INK,
    "xtick.color": FAINT,
    "xtick.labelsize": SMALL,
    "ytick.color": FAINT,
    "ytick.labelsize": SMALL,
}


def styled() -> Any:  # noqa: ANN401  matplotlib's context managers have no public type
    """Return a context to draw in, in which the reader's own settings of matplotlib do not matter."""
    return context(["default", _RC])


def sheet(height: float, width: float = WIDTH) -> Figure:
    """Return an empty figure of so many inches."""
    return Figure(figsize=(width, round(height, 2)), dpi=DPI)


def place(figure: Figure, left: float, top: float, width: float, height: float) -> Axes:
    """Add axes at a place in inches from the upper left corner."""
    wide, high = figure.get_size_inches()
    return figure.add_axes((left / wide, 1 - (top + height) / high, width / wide, height / high))


def overlay(figure: Figure, zorder: float = 5) -> Axes:
    """Add axes that cover the whole figure, in inches from the upper left corner; a negative order is behind all."""
    wide, high = figure.get_size_inches()
    axes = figure.add_axes((0, 0, 1, 1), zorder=zorder)
    axes.set(xlim=(0, wide), ylim=(high, 0))
    axes.axis("off")
    return axes


def write(figure: Figure, left: float, top: float, text: str, **how: Any) -> None:  # noqa: ANN401  as matplotlib's
    """Write text at a place in inches from the upper left corner."""
    wide, high = figure.get_size_inches()
    figure.text(left / wide, 1 - top / high, text, **how)


def hide_frame(axes: Axes) -> None:
    """Draw no ticks, frame or background."""
    axes.set_xticks([])
    axes.set_yticks([])
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.patch.set_visible(False)
