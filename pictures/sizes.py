"""How large the parts of a row are, in inches; small ones for many beside each other."""

from typing import NamedTuple

from pictures.looks import DISC

HIGHEST = 26
"""So many discs may a stack have before they overlap."""


class Sizes(NamedTuple):
    """What a row is made of, from above: stacks, what is left, what waits, and room before the next."""

    disc: float = DISC
    level: float = 0.34
    gap: float = 0.05
    between: float = 0.2
    up: int = 4  # room for so many discs at least, beside which the name stands
    down: int = 2
    squeeze: float = 1  # how far the discs of a stack overlap, if it is too high to be counted

    @property
    def unit(self) -> float:
        """How much one unit adds to a stack."""
        return self.disc * 1.12 / 72 * self.squeeze

    def slot(self, ticks: int, width: float) -> int:
        """How many ticks a disc covers, if so many take so many inches."""
        return max(1, round(ticks * self.disc * 1.12 / 72 / width))

    def holding(self, highest: int) -> "Sizes":
        """Return sizes in which a stack of so many discs has room."""
        return self._replace(squeeze=min(1, HIGHEST / highest)) if highest else self


SMALL = Sizes(disc=2.4, level=0.2, gap=0.03, between=0.13, up=1, down=1)
