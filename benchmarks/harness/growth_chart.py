"""The line chart of a table of growth: a panel for each algorithm."""

from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks.harness.figures import Figures
from benchmarks.harness.lines import Line, lines
from benchmarks.harness.subject import ALGORITHMS, Subject, words


def by_algorithm(
    figures: Figures, table: str, subjects: Sequence[Subject], axis: str, sizes: Mapping[str, float]
) -> Any:
    """Draw what a table holds, the floor in every panel."""
    panels: dict[str, list[Line]] = {name: [] for name in ALGORITHMS}
    for subject in subjects:
        cells = {size: (table, subject.name, column) for column, size in sizes.items()}
        points = [(size, figures.middle(cell)) for size, cell in cells.items() if cell in figures]
        label = "ratelimit-katas" if subject.kind == "ours" else subject.name.partition(":")[0]
        if points:
            for name in [subject.algorithm] if subject.algorithm else ALGORITHMS:
                panels[name].append(Line(label, subject.kind, points))
    shown = {size for drawn in panels.values() for line in drawn for size, _ in line.points}
    ticks = {column: size for column, size in sizes.items() if size in shown}
    named = {words(name): drawn for name, drawn in panels.items()}
    return lines(f"One decision, by {axis}: both axes logarithmic", axis, named, ticks)
