"""The unit of a time axis: seconds, minutes or ticks."""

from typing import NamedTuple

from matplotlib.figure import Figure

from pictures.parts.style import FAINT, SMALL, write


class Unit(NamedTuple):
    """How many ticks it has, its name, and the ticks from one line to the next."""

    ticks: int
    name: str
    edge: int

    zero: int = 0
    """The tick that is written in full, and from which the others are counted; 0 for none."""

    def edges(self, start: int, end: int) -> range:
        """Return the times at which there are lines."""
        first = start + (self.zero - start) % self.edge
        return range(first, end + 1, self.edge)

    def axis(self, figure: Figure, left: float, top: float, width: float, span: tuple[int, int]) -> None:
        """Write the times below the lines, and the unit after the last one."""
        start, end = span
        times = self.edges(start, end)
        for time in times:
            last = time == times[-1]
            text = self._label(time) + (f" {self.name}" if last else "")
            place = left + width * (time - start) / (end - start)
            if last and (end - time) * 10 < end - start:
                side = "right"
            else:
                side = "left" if self.zero and time == start else "center"
            write(figure, place, top, text, color=FAINT, size=SMALL, ha=side, va="top")

    def time(self, ticks: int) -> str:
        """Return a time in this unit, in words."""
        return f"{ticks / self.ticks:.12g} {self.name}"

    def _label(self, time: int) -> str:
        if self.zero:
            return f"+{time - self.zero:,}" if time > self.zero else f"{time:,}"
        return f"{time / self.ticks:g}" if time % self.ticks else f"{time // self.ticks:,}"


SECONDS = Unit(1000, "s", 1000)
MINUTES = Unit(60_000, "min", 60_000)


def ticks(start: int, end: int, period: int) -> Unit:
    """Return a unit for times in ticks, with a line at each period, or at every few if there are many."""
    short = end < 100_000
    edge = period * max(1, -(-(end - start) // ((10 if short else 3) * period)))
    return Unit(1, "ticks", edge, 0 if short else start)
