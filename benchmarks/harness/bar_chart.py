"""The bar chart of a table: a group for each algorithm, the floor first."""

from collections.abc import Callable, Sequence
from typing import Any

from benchmarks.harness.figures import Figures
from benchmarks.harness.question import Row
from benchmarks.harness.subject import ALGORITHMS, words

FLOORS = {"floor": "floor: lock, clock, dict"}


def bars_by_algorithm(  # noqa: PLR0913, PLR0917  a chart's words
    figures: Figures,
    table: str,
    subjects: Sequence[Row],
    title: str,
    column: str,
    axis: str,
    write: Callable[[float], str],
) -> Any:
    """Draw one column of a table."""
    from benchmarks.harness.chart import Bar, bars  # noqa: PLC0415  matplotlib takes a second to import

    groups: dict[str, list[Bar]] = {name: [] for name in ("", *ALGORITHMS)}
    for subject in subjects:
        cell = (table, subject.name, column)
        if cell in figures:
            mine = "ratelimit-katas, compiled" if subject.name.endswith(", compiled") else "ratelimit-katas"
            label = {"ours": mine, "floor": FLOORS.get(subject.name, subject.name)}.get(subject.kind, subject.name)
            groups[subject.algorithm].append(Bar(label, subject.kind, *figures.spread(cell)))
    shown = {words(name) or "the least": group for name, group in groups.items() if group}
    return bars(title, axis, shown, write)
