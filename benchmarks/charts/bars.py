"""Bar charts of costs. Shade, hatch and label show whose a bar is. Line charts are in lines.py."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from matplotlib import pyplot as plt
from matplotlib.patches import Rectangle

from benchmarks.harness.number_format import plain
from benchmarks.harness.question import Kind

plt.switch_backend("svg")  # it needs no screen

# Dark, middle and light: as far apart in grey as in colour (Okabe and Ito's blue and orange).
SHADES: dict[Kind, tuple[str, str]] = {
    "floor": ("#d9d9d9", ""),
    "ours": ("#0b4f8a", ""),
    "reference": ("#5f9fd0", ""),
    "yours": ("#5f9fd0", "xxx"),
    "peer": ("#f0b264", "////"),
}
LEGEND: dict[Kind, str] = {"floor": "floor", "ours": "this library", "peer": "others"}
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
        axes.xaxis.set_major_formatter(lambda value, _: plain(write(value)) if value else "0")
        axes.set_xlabel(axis)
        axes.set_title(title, loc="left", fontsize=10)
        kinds = {bar.kind for group in groups.values() for bar in group}
        if "peer" in kinds:  # otherwise the labels show it
            _legend(figure, kinds)
    return figure


def save(figure: Any, path: Path) -> None:
    """Write the chart to a file; the same figures give the same bytes."""
    with plt.rc_context(STYLE):
        figure.savefig(path, metadata={"Date": None} if path.suffix == ".svg" else None, dpi=110)
    plt.close(figure)


def _legend(figure: Any, kinds: set[Kind]) -> None:
    handles = [
        Rectangle((0, 0), 1, 1, facecolor=SHADES[kind][0], hatch=SHADES[kind][1], edgecolor="#333333", linewidth=0.5)
        for kind in LEGEND
        if kind in kinds
    ]
    figure.legend(
        handles, [LEGEND[kind] for kind in LEGEND if kind in kinds], loc="outside lower right", ncols=3, frameon=False
    )
