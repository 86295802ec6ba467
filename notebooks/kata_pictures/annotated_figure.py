"""A figure with room for notes: rows of marks, a panel for a quantity over time, and words that point at things."""

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from pictures.parts.style import (
    DASHED,
    EMPHASIS,
    FAINT,
    INK,
    LEFT,
    RULE,
    SMALL,
    TRACK,
    hide_frame,
    overlay,
    place,
    write,
)

PERIOD = 10  # ticks, in all of these pictures


class AnnotatedFigure:
    """A figure, and where a time is on it. All places are in inches from the upper left corner."""

    def __init__(self, figure: Figure, start: int, end: int) -> None:
        self.figure, self.start, self.end = figure, start, end
        self.axes = overlay(figure)
        self.behind = overlay(figure, zorder=-1)

    def at(self, now: float) -> float:
        """Return how far from the left edge a time is."""
        return LEFT + TRACK * (now - self.start) / (self.end - self.start)

    def say(self, now: float, top: float, text: str, color: str = INK, side: str = "left") -> None:
        """Write at a time."""
        write(self.figure, self.at(now), top, text, size=SMALL, color=color, ha=side, va="center", zorder=6)

    def aside(self, top: float, text: str, color: str = FAINT) -> None:
        """Write in the left margin."""
        write(self.figure, LEFT - 0.1, top, text, size=SMALL, color=color, ha="right", va="center")

    def point(self, now: float, top: float, to: tuple[float, float], text: str, side: str = "left") -> None:
        """Write at a time, and draw a dashed line from there to another place."""
        self.say(now, top, text, EMPHASIS, side)
        down = top + 0.09 if to[1] > top else top - 0.09
        self.axes.plot([self.at(to[0])] * 2, [down, to[1]], color=EMPHASIS, linewidth=0.8, linestyle=DASHED)

    def bracket(self, begin: float, end: float, top: float, text: str) -> None:
        """Draw a bracket over a span of time, and write above it."""
        left, right = self.at(begin), self.at(end)
        self.axes.plot([left, left, right, right], [top + 0.06, top, top, top + 0.06], color=EMPHASIS, linewidth=1.0)
        write(self.figure, (left + right) / 2, top - 0.1, text, size=SMALL, color=EMPHASIS, ha="center", va="center")

    def shade(self, begin: float, end: float, top: float, height: float, color: str) -> None:
        """Shade a span of time, behind everything."""
        axes = place(self.figure, self.at(begin), top, self.at(end) - self.at(begin), height)
        hide_frame(axes)
        axes.set_zorder(-2)
        axes.patch.set(visible=True, facecolor=color)

    def panel(self, top: float, height: float, span: tuple[float, float], edges: Sequence[int]) -> Axes:
        """Return axes for a quantity over time, with the same vertical lines as the rows."""
        axes = place(self.figure, LEFT, top, TRACK, height)
        hide_frame(axes)
        axes.set(xlim=(self.start, self.end), ylim=span)
        for edge in edges:
            axes.axvline(edge, color=RULE, linewidth=0.8, zorder=0)
        return axes
