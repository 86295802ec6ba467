"""A replay as a picture in text."""

from collections.abc import Sequence

MOST = 12
"""Rows of a table; longer ones are cut in the middle."""


def table(head: str, rows: Sequence[Sequence[object]], most: int = MOST) -> str:
    """Rows under a head whose columns are separated by `|`, in columns as wide as they need, right-aligned."""
    shown = [[column.strip() for column in head.split("|")], *([str(cell) for cell in row] for row in _cut(rows, most))]
    wide = [max(len(row[i]) for row in shown) for i in range(len(shown[0]))]
    return "\n".join(
        "  " + "   ".join(cell.rjust(size) for cell, size in zip(row, wide, strict=True)).rstrip() for row in shown
    )


def _cut(rows: Sequence[Sequence[object]], most: int) -> list[Sequence[object]]:
    if len(rows) <= most:
        return list(rows)
    last = most // 3
    return [*rows[: most - last - 1], ["..."] * len(rows[0]), *rows[-last:]]
