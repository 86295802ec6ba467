"""What was measured, and what follows from it."""

from collections import defaultdict
from collections.abc import Collection
from statistics import median, quantiles
from typing import NamedTuple

Cell = tuple[str, str, str]
"""Table, row and column."""


class Spread(NamedTuple):
    """A figure, and the quartiles of what it was from turn to turn."""

    median: float
    low: float
    high: float


class Figures:
    """One number for each turn of each cell.

    Within a turn every row was measured once, so what disturbed the machine meanwhile disturbed all of them.
    """

    def __init__(self) -> None:
        self._turns: defaultdict[Cell, dict[int, float]] = defaultdict(dict)

    def add(self, cell: Cell, turn: int, value: float) -> None:
        """Keep what one turn gave."""
        self._turns[cell][turn] = value

    def __contains__(self, cell: Cell) -> bool:
        return cell in self._turns

    def rows(self, table: str) -> list[str]:
        """Return the rows of a table that have figures."""
        return list(dict.fromkeys(row for where, row, _ in self._turns if where == table))

    def columns(self, table: str) -> list[str]:
        """Return the columns of a table that have figures."""
        return list(dict.fromkeys(column for where, _, column in self._turns if where == table))

    def median(self, cell: Cell) -> float:
        """Return the median over the turns."""
        return median(self._turns[cell].values())

    def spread(self, cell: Cell) -> Spread:
        """Return the median over the turns, with the quartiles."""
        return _spread(self.median(cell), list(self._turns[cell].values()))

    def worst(self, cell: Cell) -> float:
        """Return the largest of all turns."""
        return max(self._turns[cell].values())

    def ratio(self, cell: Cell, to: Cell) -> Spread | None:
        """Return the ratio of the two medians, and the quartiles of the ratios turn by turn; None without figures."""
        if cell not in self or to not in self or not self.median(to):
            return None
        mine, other = self._turns[cell], self._turns[to]
        by_turn = [mine[turn] / other[turn] for turn in mine if other.get(turn)]
        return _spread(self.median(cell) / self.median(to), by_turn) if by_turn else None

    def raw(self, tables: Collection[str]) -> dict[str, dict[str, dict[str, list[float]]]]:
        """Return every number of some tables, by table, row and column."""
        found: dict[str, dict[str, dict[str, list[float]]]] = {}
        for (table, row, column), turns in self._turns.items():
            if table not in tables:
                continue
            found.setdefault(table, {}).setdefault(row, {})[column] = [float(f"{turn:.6g}") for turn in turns.values()]
        return found


def _spread(median: float, turns: list[float]) -> Spread:
    if len(turns) == 1:
        return Spread(median, turns[0], turns[0])
    low, _, high = quantiles(turns, n=4, method="inclusive")
    return Spread(median, low, high)
