"""The sizes of a row's parts, in inches; small ones for many rows side by side."""

from typing import NamedTuple

from pictures.parts.style import DISC

HIGHEST = 26
"""Above this many discs in a stack, they overlap."""


class Sizes(NamedTuple):
    """The parts of a row from top to bottom: stacks, what is left, the queue, and room before the next row."""

    disc: float = DISC
    level: float = 0.34
    gap: float = 0.05
    between: float = 0.2
    up: int = 4  # room for so many discs at least, beside which the name stands
    down: int = 2
    squeeze: float = 1  # below 1 if the discs of a stack overlap

    @property
    def unit(self) -> float:
        """The height that one unit adds to a stack."""
        return self.disc * 1.12 / 72 * self.squeeze

    def slot(self, ticks: int, width: float) -> int:
        """Return how many ticks a disc covers, if so many ticks take so many inches."""
        return max(1, round(ticks * self.disc * 1.12 / 72 / width))

    def holding(self, highest: int) -> "Sizes":
        """Return sizes in which a stack of so many discs has room."""
        return self._replace(squeeze=min(1, HIGHEST / highest)) if highest else self


SMALL = Sizes(disc=2.4, level=0.2, gap=0.03, between=0.13, up=1, down=1)
