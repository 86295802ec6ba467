"""The bar chart of a table: a group for each algorithm, the floor first."""

from collections.abc import Callable, Sequence
from typing import Any

from benchmarks.harness.figures import Figures
from benchmarks.harness.question import Row
from benchmarks.rows.memory_rows import ALGORITHMS, display_name

FLOORS = {"floor": "floor: lock, clock, dict"}


def bars_by_algorithm(  # noqa: PLR0913, PLR0917  a chart's texts
    figures: Figures,
    table: str,
    rows: Sequence[Row],
    title: str,
    column: str,
    axis: str,
    write: Callable[[float], str],
) -> Any:
    """Draw one column of a table."""
    from benchmarks.charts.bars import Bar, bars  # noqa: PLC0415  matplotlib takes a second to import

    groups: dict[str, list[Bar]] = {name: [] for name in ("", *ALGORITHMS)}
    for row in rows:
        cell = (table, row.name, column)
        if cell in figures:
            own = "ratelimit-katas, compiled" if row.name.endswith(", compiled") else "ratelimit-katas"
            label = {"ours": own, "floor": FLOORS.get(row.name, row.name)}.get(row.kind, row.name)
            groups[row.algorithm].append(Bar(label, row.kind, *figures.spread(cell)))
    titled = {display_name(name) or "the least": group for name, group in groups.items() if group}
    return bars(title, axis, titled, write)
