"""Ticks, as people read them."""

from typing import NamedTuple

from matplotlib.figure import Figure

from notebooks.pictures.looks import FAINT, SMALL, write


class Unit(NamedTuple):
    """How many ticks make one, what it is called, and every how many ticks there is a line."""

    ticks: int
    name: str
    edge: int

    zero: int = 0
    """The tick that is labelled 0, for times that are too long to read."""

    def edges(self, start: int, end: int) -> range:
        """Return the times at which there are lines."""
        first = start + (self.zero - start) % self.edge
        return range(first, end + 1, self.edge)

    def axis(self, figure: Figure, left: float, top: float, width: float, span: tuple[int, int]) -> None:
        """Write the times below the lines, and the unit after the last."""
        start, end = span
        times = self.edges(start, end)
        for time in times:
            last = time == times[-1]
            text = f"{(time - self.zero) / self.ticks:g}" + (f" {self.name}" if last else "")
            place = left + width * (time - start) / (end - start)
            at_the_end = last and (end - time) * 20 < end - start
            write(figure, place, top, text, color=FAINT, size=SMALL, ha="right" if at_the_end else "center", va="top")


SECONDS = Unit(1000, "s", 1000)
MINUTES = Unit(60_000, "min", 60_000)


def ticks(start: int, end: int, period: int) -> Unit:
    """Return a unit for times in bare ticks: a line each period, or each few if there are many."""
    edge = period * max(1, -(-(end - start) // (12 * period)))
    if start < 1_000_000:
        return Unit(1, "ticks", edge)
    return Unit(1, f"ticks after {start:,}", edge, start)
