"""One limiter over time: grants above a line and refusals below it, what is left, and what waits."""

from collections.abc import Sequence
from math import ceil
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from pictures.looks import DELAY, GRANT, LEVEL, OUTLINE, REFUSAL, RULE, bare, place
from pictures.sizes import Sizes
from pictures.stacks import Bar, Stacks, lanes, stack
from pictures.story import Story
from pictures.units import Unit


class Row(NamedTuple):
    """A story, and how it is laid out."""

    story: Story
    stacks: Stacks
    capacity: int
    sizes: Sizes
    up: int
    down: int
    bars: list[Bar]

    @property
    def marks(self) -> float:
        """Inches for the stacks."""
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
        """Which parts there are, and how high they are in inches."""
        parts = [("marks", self.marks)]
        if self.story.levels:
            parts.append(("level", self.sizes.level))
        if self.bars:
            parts.append(("queue", self.sizes.unit * (self.lanes + 0.4)))
        return parts

    @property
    def height(self) -> float:
        """Inches for all of it, and the room before the next."""
        return sum(height + self.sizes.gap for _, height in self.parts) + self.sizes.between

    def draw(self, figure: Figure, left: float, top: float, width: float, unit: Unit) -> dict[str, tuple[float, float]]:
        """Draw it; return where its parts begin, and how high they are."""
        begun = {}
        for name, height in self.parts:
            axes = place(figure, left, top, width, height)
            bare(axes)
            {"marks": marks, "level": level, "queue": queue}[name](axes, self)
            axes.set_xlim(self.story.start, self.story.end)
            for edge in unit.edges(self.story.start, self.story.end):
                axes.axvline(edge, color=RULE, linewidth=0.8, zorder=0)
            begun[name] = top, height
            top += height + self.sizes.gap
        return begun


def rows(stories: Sequence[Story], width: float, sizes: Sizes) -> list[Row]:
    """Lay stories out below each other, each with room for its highest stacks."""
    capacity = max(story.capacity for story in stories)
    wide = sizes.slot(stories[0].end - stories[0].start, width)
    stacks = [stack(story.steps, wide) for story in stories]
    bars = [lanes(story.steps, wide) if story.delayed else [] for story in stories]
    highest = max(max(each.up, each.down) for each in stacks)
    sizes = sizes.holding(max(highest, *(len({bar.lane for bar in queued}) for queued in bars)))
    up, down = (ceil(least / sizes.squeeze) for least in (sizes.up, sizes.down))
    return [
        Row(story, each, capacity, sizes, max(up, each.up), max(down, each.down), queued)
        for story, each, queued in zip(stories, stacks, bars, strict=True)
    ]


def marks(axes: Axes, row: Row) -> None:
    """Draw a disc for each unit granted and a cross for each refused."""
    disc = row.sizes.disc
    axes.set_ylim(-row.down - 0.5, row.up + 0.5)
    axes.axhline(0, color=RULE, linewidth=0.8, zorder=1)
    for mark in row.stacks.grants:
        axes.plot(mark.now, mark.height - 0.25, "o", color=GRANT, markersize=disc, markeredgewidth=0, clip_on=False)
    for mark in row.stacks.refusals:
        size, thick = disc * 0.76, disc / 3.7
        axes.plot(
            mark.now, 0.25 - mark.height, "x", color=REFUSAL, markersize=size, markeredgewidth=thick, clip_on=False
        )


def level(axes: Axes, row: Row) -> None:
    """Draw what is left as a filled area in steps."""
    story = row.story
    axes.set_ylim(0, row.capacity * 1.06)
    times, left = zip(*story.levels, (story.end, story.levels[-1][1]), strict=True)
    axes.fill_between(times, left, step="post", color=LEVEL, linewidth=0)
    axes.step(times, left, where="post", color=OUTLINE, linewidth=0.9)
    axes.axhline(0, color=RULE, linewidth=0.8)


def queue(axes: Axes, row: Row) -> None:
    """Draw a bar from each arrival to its departure, and there a head in the grants' colour."""
    disc = row.sizes.disc
    axes.set_ylim(-0.7, row.lanes - 0.3)
    for bar in row.bars:
        axes.plot([bar.arrival, bar.departure], [bar.lane] * 2, color=DELAY, linewidth=disc * 0.42, zorder=1)
        axes.plot(bar.departure, bar.lane, ">", color=GRANT, markersize=disc * 0.8, markeredgewidth=0, clip_on=False)
