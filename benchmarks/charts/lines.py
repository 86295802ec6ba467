"""Lines for how a cost grows."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from matplotlib import pyplot as plt
from matplotlib.ticker import LogLocator

from benchmarks.charts.bars import STYLE
from benchmarks.harness.number_format import plain, seconds
from benchmarks.harness.question import Kind

DASHES: dict[Kind, tuple[str, str, float]] = {
    "floor": ("#777777", ":", 1.5),
    "ours": ("#0b4f8a", "-", 1.9),
    "peer": ("#b85c00", "--", 1.1),
}


class Line(NamedTuple):
    """One line: (x, y) from left to right."""

    label: str
    kind: Kind
    points: Sequence[tuple[float, float]]


def lines(title: str, axis: str, panels: Mapping[str, Sequence[Line]], ticks: Mapping[str, float]) -> Any:
    """Draw lines on logarithmic axes, a panel for each name, labelled at their ends."""
    with plt.rc_context(STYLE):
        across = 3
        down = -(-len(panels) // across)
        figure, grid = plt.subplots(
            down, across, figsize=(9.6, 2.9 * down), layout="constrained", sharey=True, sharex=True, squeeze=False
        )
        for axes, (name, drawn) in zip(grid.flat, panels.items(), strict=False):
            axes.set(xscale="log", yscale="log")
            axes.set_title(name, loc="left", fontsize=8.5, weight="bold")
            for line in drawn:
                shade, dash, width = DASHES.get(line.kind, DASHES["ours"])
                xs, ys = zip(*line.points, strict=True)
                axes.plot(xs, ys, dash, color=shade, linewidth=width, marker="o", markersize=2.5)
            axes.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
            axes.yaxis.set_major_formatter(lambda value, _: plain(seconds(value)))
            axes.yaxis.set_minor_formatter("")
            axes.grid(axis="y", color="#e5e5e5", linewidth=0.6)
        figure.draw_without_rendering()  # so that the panels' heights are known
        for axes, drawn in zip(grid.flat, panels.values(), strict=False):
            _label_ends(axes, drawn)
        for axes in grid[-1]:
            axes.set_xticks(list(ticks.values()), _short(ticks), fontsize=7)
            axes.set_xticks([], minor=True)
            axes.set_xlabel(axis)
        figure.suptitle(title, x=0.01, ha="left", fontsize=10)
    return figure


def _short(ticks: Mapping[str, float]) -> list[str]:
    """Write 100,000 as 100k and 1,000,000 as 1M, and leave out long words that stand near the next."""
    names = [name.replace(",000,000", "M").replace(",000", "k") for name in ticks]
    places = [*ticks.values(), float("inf")]
    near = [after < 20 * place for place, after in pairwise(places)]
    return ["" if close and len(name) > 5 else name for name, close in zip(names, near, strict=True)]


def _label_ends(axes: Any, drawn: Sequence[Line]) -> None:
    """Write names right of the ends, from the lowest up, none on another."""
    end = max(x for line in drawn for x, _ in line.points)
    low, high = axes.get_ylim()
    line_height = (high / low) ** (11 / (axes.bbox.height * 72 / axes.figure.dpi))  # 11 points, as a factor
    above = 0.0
    for line in sorted(drawn, key=lambda line: line.points[-1][1]):
        x, y = line.points[-1]
        above = max(y, above * line_height)
        axes.annotate(
            line.label, (x, y), xytext=(end * 1.8, above), fontsize=7, va="center",
            arrowprops={"arrowstyle": "-", "color": "#999999", "linewidth": 0.4, "shrinkA": 0, "shrinkB": 2},
        )  # fmt: skip
    left, _ = axes.get_xlim()
    axes.set_xlim(left, end * (end / left) ** 0.75)
