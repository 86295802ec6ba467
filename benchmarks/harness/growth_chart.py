"""The line chart of a table of growth: a panel for each algorithm."""

from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks.harness.chart import Line, lines
from benchmarks.harness.figures import Figures
from benchmarks.harness.subject import ALGORITHMS, Subject, words
from benchmarks.harness.words import seconds


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
    return lines(f"a decision, by {axis}", axis, {words(name): drawn for name, drawn in panels.items()}, seconds)
