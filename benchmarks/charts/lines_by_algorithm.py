"""The line chart of a table of growth: a panel for each algorithm."""

from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks.charts.lines import Line, lines
from benchmarks.harness.figures import Figures
from benchmarks.rows.memory_rows import ALGORITHMS, MemoryRow, display_name


def by_algorithm(figures: Figures, table: str, rows: Sequence[MemoryRow], axis: str, sizes: Mapping[str, float]) -> Any:
    """Draw the rows of a table, with the floor in every panel."""
    panels: dict[str, list[Line]] = {name: [] for name in ALGORITHMS}
    for row in rows:
        cells = {size: (table, row.name, column) for column, size in sizes.items()}
        points = [(size, figures.median(cell)) for size, cell in cells.items() if cell in figures]
        label = "ratelimit-katas" if row.kind == "ours" else row.name.partition(":")[0]
        if points:
            for name in [row.algorithm] if row.algorithm else ALGORITHMS:
                panels[name].append(Line(label, row.kind, points))
    drawn_sizes = {size for drawn in panels.values() for line in drawn for size, _ in line.points}
    ticks = {column: size for column, size in sizes.items() if size in drawn_sizes}
    named = {display_name(name): drawn for name, drawn in panels.items()}
    return lines(f"One decision, by {axis}: both axes logarithmic", axis, named, ticks)
