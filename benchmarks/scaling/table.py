"""Figures as a table of Markdown."""

from collections.abc import Iterable, Sequence

Row = Sequence[object]


def table(head: Row, rows: Iterable[Row]) -> str:
    """Return a table: the first column is words, the others are figures."""
    lines = [head, ["---", *("--:" for _ in head[1:])], *rows]
    return "\n".join(f"| {' | '.join(str(cell) for cell in line)} |" for line in lines)


def percent(part: float, whole: float) -> str:
    """Return a share: `55 %`, or `8.3 %` if it is small."""
    share = 100 * part / whole
    return f"{share:.0f} %" if share >= 10 or share == 0 else f"{share:.1f} %"


def count(number: float) -> str:
    """Return a whole number with commas: `1,000,000`."""
    return f"{round(number):,}"
