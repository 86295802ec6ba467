"""A row of a picture: grants above a line and refusals below it, what is left, and what waits in a queue."""

from collections.abc import Sequence
from math import ceil
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from pictures.parts.mark_layout import Bar, Stacks, lanes, stack
from pictures.parts.sizes import Sizes
from pictures.parts.style import ARRIVAL, DELAY, GRANT, LEVEL, OUTLINE, REFUSAL, RULE, hide_frame, place
from pictures.parts.time_unit import Unit
from pictures.trace import Trace


class Row(NamedTuple):
    """A trace and its layout."""

    trace: Trace
    stacks: Stacks
    capacity: int
    sizes: Sizes
    up: int
    down: int
    bars: list[Bar]

    @property
    def marks(self) -> float:
        """Height of the stacks, in inches."""
        return self.sizes.unit * (self.up + self.down + 1)

    @property
    def line(self) -> float:
        """Inches from the top to the line between grants and refusals."""
        return self.sizes.unit * (self.up + 0.5)

    @property
    def lanes(self) -> int:
        """How many wait at once, at most."""
        return max(bar.lane for bar in self.bars) + 1

    @property
    def parts(self) -> list[tuple[str, float]]:
        """The parts from top to bottom, each with its height in inches."""
        parts = [("marks", self.marks)]
        if self.trace.levels:
            parts.append(("level", self.sizes.level))
        if self.bars:
            parts.append(("queue", self.sizes.unit * (self.lanes + 0.4)))
        return parts

    @property
    def height(self) -> float:
        """Height in inches, with the room before the next row."""
        return sum(height + self.sizes.gap for _, height in self.parts) + self.sizes.between

    def draw(self, figure: Figure, left: float, top: float, width: float, unit: Unit) -> dict[str, tuple[float, float]]:
        """Draw it; return the top and the height of each part."""
        begun = {}
        for name, height in self.parts:
            axes = place(figure, left, top, width, height)
            hide_frame(axes)
            {"marks": marks, "level": level, "queue": queue}[name](axes, self)
            axes.set_xlim(self.trace.start, self.trace.end)
            for edge in unit.edges(self.trace.start, self.trace.end):
                axes.axvline(edge, color=RULE, linewidth=0.8, zorder=0)
            begun[name] = top, height
            top += height + self.sizes.gap
        return begun


def rows(traces: Sequence[Trace], width: float, sizes: Sizes) -> list[Row]:
    """Lay out traces below each other, each with room for its highest stacks."""
    capacity = max(trace.capacity for trace in traces)
    wide = sizes.slot(traces[0].end - traces[0].start, width)
    stacks = [stack(trace.steps, wide) for trace in traces]
    bars = [lanes(trace.steps, wide) if trace.delayed else [] for trace in traces]
    highest = max(max(each.up, each.down) for each in stacks)
    sizes = sizes.holding(max(highest, *(len({bar.lane for bar in queued}) for queued in bars)))
    up, down = (ceil(least / sizes.squeeze) for least in (sizes.up, sizes.down))
    below = [down if trace.shows == "answers" else 0 for trace in traces]
    return [
        Row(trace, each, capacity, sizes, max(up, each.up), max(least, each.down), queued)
        for trace, each, least, queued in zip(traces, stacks, below, bars, strict=True)
    ]


def marks(axes: Axes, row: Row) -> None:
    """Draw a disc for each unit granted and a cross for each refused."""
    disc = row.sizes.disc
    axes.set_ylim(-row.down - 0.5, row.up + 0.5)
    axes.axhline(0, color=RULE, linewidth=0.8, zorder=1)
    color = ARRIVAL if row.trace.shows == "arrivals" else GRANT
    for mark in row.stacks.grants:
        axes.plot(mark.now, mark.height - 0.25, "o", color=color, markersize=disc, markeredgewidth=0, clip_on=False)
    for mark in row.stacks.refusals:
        size, thick = disc * 0.76, disc / 3.7
        axes.plot(
            mark.now, 0.25 - mark.height, "x", color=REFUSAL, markersize=size, markeredgewidth=thick, clip_on=False
        )


def level(axes: Axes, row: Row) -> None:
    """Draw what is left as a filled area with a stepped outline."""
    trace = row.trace
    axes.set_ylim(0, row.capacity * 1.06)
    times, left = zip(*trace.levels, (trace.end, trace.levels[-1][1]), strict=True)
    axes.fill_between(times, left, step="post", color=LEVEL, linewidth=0)
    axes.step(times, left, where="post", color=OUTLINE, linewidth=0.9)
    axes.axhline(0, color=RULE, linewidth=0.8)


def queue(axes: Axes, row: Row) -> None:
    """Draw a bar from each arrival to its departure, and an arrow head there if that is still in the picture."""
    disc = row.sizes.disc
    axes.set_ylim(-0.7, row.lanes - 0.3)
    for bar in row.bars:
        axes.plot([bar.arrival, bar.departure], [bar.lane] * 2, color=DELAY, linewidth=disc * 0.42, zorder=1)
        if bar.departure > row.trace.end:
            continue  # the bar is cut off at the edge: the head would stand in what is beside it
        axes.plot(bar.departure, bar.lane, ">", color=GRANT, markersize=disc * 0.8, markeredgewidth=0, clip_on=False)
