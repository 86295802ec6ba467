"""Sentences that say what a table means."""

from collections.abc import Callable

from benchmarks.harness.figures import Figures
from benchmarks.harness.number_format import seconds
from benchmarks.peers import VERSIONS

COLUMN = "a decision"


def compared(table: str, what: str, figures: Figures) -> str:
    """Say what something costs: in this library, as a multiple of the floor, and in the peers."""
    rows = figures.rows(table)
    mine = [figures.median((table, row, COLUMN)) for row in rows if row.startswith("ours")]
    if not mine:
        return f"{what}: see below."
    sentence = f"{what} costs {between(mine, seconds)} in this library"
    floor = (table, "floor", COLUMN)
    if floor in figures:
        factors = [value / figures.median(floor) for value in mine]
        sentence += f", which is {between(factors, '{:.1f}'.format)} times the floor's {seconds(figures.median(floor))}"
    others = [figures.median((table, row, COLUMN)) for row in rows if is_peer(row)]
    if others:
        sentence += f", and {between(others, seconds)} in the peers"
    yours = [figures.median((table, row, COLUMN)) for row in rows if is_learners(row)]
    return sentence + (f"; yours costs {seconds(yours[0])}." if yours else ".")


def is_peer(row: str) -> bool:
    """Whether a row is a peer's."""
    return row.partition(":")[0] in VERSIONS


def is_learners(row: str) -> bool:
    """Whether a row is what `--solution` names."""
    return not is_peer(row) and not row.startswith(("ours", "floor", "solutions/"))


def between(values: list[float], write: Callable[[float], str]) -> str:
    """Write the range of some figures: `3.1 to 4.2`, or one figure if both ends look the same."""
    low, high = write(min(values)), write(max(values))
    return low if low == high else f"{low} to {high}"


def grown(table: str, what: str, first: str, last: str, figures: Figures) -> str:
    """Say how the cost grows from the first column to the last: ours, the floor's, and the peers'."""
    factors: dict[str, list[float]] = {"ours": [], "floor": [], "peers": []}
    for row in figures.rows(table):
        grew = figures.ratio((table, row, last), (table, row, first))
        whose = "peers" if is_peer(row) else row.partition(":")[0]
        if grew and whose in factors:
            factors[whose].append(grew.median)
    sentence = [f"{between(factors['ours'], _factor)} times in this library"] if factors["ours"] else []
    sentence += [f"{between(factors['floor'], _factor)} times at the floor"] if factors["floor"] else []
    sentence += [f"{between(factors['peers'], _factor)} times in the peers"] if factors["peers"] else []
    return f"From {first} to {last}, {what} costs {', '.join(sentence)}."


def _factor(value: float) -> str:
    return f"{value:.1f}" if value < 100 else f"{value:,.0f}"
