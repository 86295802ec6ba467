"""Sentences that say what a table means."""

from collections.abc import Callable

from benchmarks.harness.figures import Figures
from benchmarks.harness.words import seconds

COLUMN = "a decision"


def compared(table: str, what: str, figures: Figures) -> str:
    """Say what a thing costs: ours, as often the floor, and the peers."""
    rows = figures.rows(table)
    mine = [figures.middle((table, row, COLUMN)) for row in rows if row.startswith("ours")]
    if not mine:
        return f"{what}: see below."
    sentence = f"{what} costs {between(mine, seconds)} in this library"
    floor = (table, "floor", COLUMN)
    if floor in figures:
        factors = [value / figures.middle(floor) for value in mine]
        sentence += f", which is {between(factors, '{:.1f}'.format)} times the floor's {seconds(figures.middle(floor))}"
    others = [figures.middle((table, row, COLUMN)) for row in rows if is_peer(row)]
    if others:
        sentence += f", and {between(others, seconds)} in the peers"
    return sentence + "."


def is_peer(row: str) -> bool:
    """Whether a row is a peer's."""
    return not row.startswith(("ours", "floor")) and not row.endswith(".py")


def between(values: list[float], write: Callable[[float], str]) -> str:
    """Write the range of some figures: `3.1 to 4.2`, or one if they are written alike."""
    low, high = write(min(values)), write(max(values))
    return low if low == high else f"{low} to {high}"
