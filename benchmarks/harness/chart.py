"""Charts: bars for what a thing costs, lines for how that grows. Whose it is, shade, hatch and words tell."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from matplotlib import pyplot as plt
from matplotlib.patches import Rectangle

from benchmarks.harness.question import Kind

plt.switch_backend("svg")  # whatever screen there is

# Dark, middle and light: as far apart in grey as in colour (Okabe and Ito's blue and orange).
SHADES: dict[Kind, tuple[str, str]] = {
    "floor": ("#d9d9d9", "...."),
    "ours": ("#0b4f8a", ""),
    "reference": ("#5f9fd0", ""),
    "yours": ("#5f9fd0", "xxx"),
    "peer": ("#f0b264", "////"),
}
WHOSE: dict[Kind, str] = {"floor": "floor", "ours": "this library", "peer": "others"}
DASHES: dict[Kind, tuple[str, str, float]] = {
    "floor": ("#777777", ":", 1.5),
    "ours": ("#0b4f8a", "-", 1.9),
    "peer": ("#b85c00", "--", 1.1),
}
STYLE: Any = {
    "svg.hashsalt": "ratelimit-katas",
    "svg.fonttype": "path",
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "hatch.linewidth": 0.5,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
}


class Bar(NamedTuple):
    """One bar, with the quartiles of its turns."""

    label: str
    kind: Kind
    value: float
    low: float
    high: float


def bars(title: str, axis: str, groups: Mapping[str, Sequence[Bar]], write: Callable[[float], str]) -> Any:
    """Draw horizontal bars from zero: in each group the shortest on top, each with its figure."""
    with plt.rc_context(STYLE):
        number = sum(map(len, groups.values())) + len(groups)
        figure, axes = plt.subplots(figsize=(7.6, 0.6 + 0.21 * number), layout="constrained")
        most = max(bar.high for group in groups.values() for bar in group)
        place, ticks = 0.0, []
        for name, group in groups.items():
            axes.text(0, place, f" {name}", va="center", ha="left", weight="bold", fontsize=8.5)
            place += 1
            for bar in sorted(group, key=lambda bar: bar.value):
                shade, hatch = SHADES[bar.kind]
                axes.barh(place, bar.value, height=0.82, color=shade, hatch=hatch, edgecolor="#333333", linewidth=0.5)
                axes.plot([bar.low, bar.high], [place, place], color="black", linewidth=1)
                axes.text(max(bar.value, bar.high) + most * 0.01, place, write(bar.value), va="center", fontsize=8)
                ticks.append((place, bar.label))
                place += 1
        axes.set_yticks([at for at, _ in ticks], [label for _, label in ticks], fontsize=8)
        axes.set_ylim(place - 0.4, -0.8)
        axes.set_xlim(0, most * 1.12)
        axes.tick_params(axis="y", length=0)
        axes.xaxis.set_major_formatter(lambda value, _: write(value) if value else "0")
        axes.set_xlabel(axis)
        axes.set_title(title, loc="left", fontsize=10)
        _legend(axes, {bar.kind for group in groups.values() for bar in group})
    return figure


class Line(NamedTuple):
    """One line: (x, y) from left to right."""

    label: str
    kind: Kind
    points: Sequence[tuple[float, float]]


def lines(title: str, axis: str, panels: Mapping[str, Sequence[Line]], write: Callable[[float], str]) -> Any:
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
            axes.yaxis.set_major_formatter(lambda value, _: write(value))
            axes.yaxis.set_minor_formatter("")
            axes.grid(axis="y", color="#e5e5e5", linewidth=0.6)
        figure.draw_without_rendering()  # so that the panels' heights are known
        for axes, drawn in zip(grid.flat, panels.values(), strict=False):
            _label_ends(axes, drawn)
        for axes in grid[-1]:
            axes.set_xlabel(axis)
        figure.suptitle(title, x=0.01, ha="left", fontsize=10)
    return figure


def save(figure: Any, path: Path) -> None:
    """Write it, the same each time from the same figures."""
    with plt.rc_context(STYLE):
        figure.savefig(path, metadata={"Date": None} if path.suffix == ".svg" else None, dpi=110)
    plt.close(figure)


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


def _legend(axes: Any, kinds: set[Kind]) -> None:
    handles = [
        Rectangle((0, 0), 1, 1, facecolor=SHADES[kind][0], hatch=SHADES[kind][1], edgecolor="#333333", linewidth=0.5)
        for kind in WHOSE
        if kind in kinds
    ]
    axes.legend(handles, [WHOSE[kind] for kind in WHOSE if kind in kinds], loc="lower right", frameon=False)
