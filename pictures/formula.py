"""The results of a simulation beside what a formula says."""

from collections.abc import Mapping
from statistics import mean
from typing import NamedTuple

from matplotlib.axes import Axes

from pictures.parts.style import (
    EMPHASIS,
    FAINT,
    GRANT,
    MEAN,
    RULE,
    SMALL,
    TITLE,
    WIDTH,
    place,
    sheet,
    styled,
    write,
)
from pictures.parts.time_unit import Unit
from pictures.picture import Picture

_EDGE, _LEFT, _RIGHT, _TOP, _HIGH = 0.12, 0.55, 1.5, 0.72, 3.0


class Labels(NamedTuple):
    """The words in the picture."""

    formula: str
    across: str

    levels: Mapping[int, str]
    """At the right margin; there is a rule at each multiple of the lowest."""


def beside_formula(
    found: Mapping[int, list[int]], formula: Mapping[int, float], names: Labels, title: str, unit: Unit
) -> Picture:
    """Draw, over ticks, the most and the mean of the results for all phases, and a formula."""
    width = WIDTH - _LEFT - _RIGHT
    last = max(formula)
    with styled():
        figure = sheet(_TOP + _HIGH + 0.62)
        write(figure, _EDGE, 0.13, title, size=TITLE, weight="bold", va="top")
        write(figure, _EDGE, _TOP - 0.2, "units granted in one window", size=SMALL, color=FAINT, va="center")
        axes = place(figure, _LEFT, _TOP, width, _HIGH)
        _draw(axes, found, formula, names)
        unit.axis(figure, _LEFT, _TOP + _HIGH + 0.05, width, (0, last))
        write(
            figure,
            _LEFT + width / 2,
            _TOP + _HIGH + 0.34,
            names.across,
            size=SMALL,
            color=FAINT,
            ha="center",
            va="center",
        )
        figures = (f"{tick}: at most {max(all_)}, formula {formula[tick]:g}" for tick, all_ in found.items())
        return Picture(figure, "\n".join([title, *figures]))


def _draw(axes: Axes, found: Mapping[int, list[int]], formula: Mapping[int, float], names: Labels) -> None:
    levels = names.levels
    last, highest = max(formula), max(levels)
    axes.set(xlim=(0, last), ylim=(0, highest * 1.04))
    axes.patch.set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)
    axes.set_xticks([])
    axes.set_yticks(range(0, highest + 1, min(levels)))
    axes.tick_params(length=0, pad=3)
    for level in range(0, highest + 1, min(levels)):
        axes.axhline(level, color=RULE, linewidth=0.8, zorder=0)
    for level, name in levels.items():
        axes.annotate(name, (last, level), (6, 0), textcoords="offset points", color=FAINT, size=SMALL, va="center")
    axes.plot(list(formula), list(formula.values()), color=EMPHASIS, linewidth=1.0, zorder=2)
    means = [mean(all_) for all_ in found.values()]
    axes.plot(list(found), means, color=MEAN, linewidth=1.4, linestyle=(0, (5, 2)), zorder=2)
    most = [max(all_) for all_ in found.values()]
    axes.plot(list(found), most, "o", color=GRANT, markersize=4, markeredgewidth=0, zorder=3, clip_on=False)
    _label(axes, found, formula, names.formula)


def _label(axes: Axes, found: Mapping[int, list[int]], formula: Mapping[int, float], name: str) -> None:
    """Write beside each line what it is, where no other line is."""
    ticks = sorted(found)
    early, middle, late = (ticks[len(ticks) * part // 20] for part in (6, 11, 13))
    for tick, height, text, color, away, side in (
        (early, max(found[early]), "the worst phase, found by trying", GRANT, (-7, 5), "right"),
        (late, formula[late], name, EMPHASIS, (-7, 5), "right"),
        (middle, mean(found[middle]), "the mean of all phases", MEAN, (7, -7), "left"),
    ):
        up = "bottom" if away[1] > 0 else "top"
        axes.annotate(text, (tick, height), away, textcoords="offset points", color=color, size=SMALL, ha=side, va=up)
