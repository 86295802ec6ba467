"""The bar chart of a table of decisions: a group for each algorithm."""

from collections.abc import Sequence
from typing import Any

from benchmarks.harness.chart import Bar, bars
from benchmarks.harness.figures import Figures
from benchmarks.harness.sentence import COLUMN
from benchmarks.harness.subject import ALGORITHMS, Subject, words
from benchmarks.harness.words import seconds


def by_algorithm(figures: Figures, table: str, subjects: Sequence[Subject], title: str, column: str = COLUMN) -> Any:
    """Draw what a table holds, in microseconds."""
    groups: dict[str, list[Bar]] = {"": []} | {name: [] for name in ALGORITHMS}
    for subject in subjects:
        cell = (table, subject.name, column)
        if cell in figures:
            micro = [1e6 * value for value in figures.spread(cell)]
            label = {"ours": "ratelimit-katas", "floor": "floor: lock, clock, dict"}.get(subject.kind, subject.name)
            groups[subject.algorithm].append(Bar(label, subject.kind, *micro))
    shown = {words(name) or "the least": group for name, group in groups.items() if group}
    return bars(title, "microseconds a decision", shown, lambda value: seconds(value / 1e6))
